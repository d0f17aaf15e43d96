"""``python -m balong_eval`` is the command ``balong-eval``."""

from balong_eval.cli import main

if __name__ == "__main__":
    main()
