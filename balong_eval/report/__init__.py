"""What a reader sees: tables, charts, sentences, pages. Words come from ``words.toml``, numbers from results."""
