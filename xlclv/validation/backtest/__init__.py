"""The rolling back-test: models and easy baselines, refitted as of past days, against what then came."""
