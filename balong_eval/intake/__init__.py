"""From files to frames: sheets, heads, answers, surveys and unit folders; every problem found is a `Finding`."""
