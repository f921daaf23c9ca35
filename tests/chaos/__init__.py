"""What happens to the promise when everything goes wrong: ``python -m tests.chaos`` tries it at length, ``test_chaos.py`` in short."""
