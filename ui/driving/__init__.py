"""The head-up layout while the car drives: the worst thing, large, and nothing else."""
