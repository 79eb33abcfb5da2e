"""regkit: L1, L2 and Elastic Net regularization, in code that reads like the formulas."""
