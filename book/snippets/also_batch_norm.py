import torch

torch.manual_seed(0)
X = torch.randn(100, 5)
layer = torch.nn.Linear(5, 3, bias=False)
norm = torch.nn.BatchNorm1d(3, eps=1e-12)
before = norm(layer(X))
with torch.no_grad():
    layer.weight.mul_(0.1)  # what a strong L2 penalty would like
change = (norm(layer(X)) - before).abs().max().item()
print(f"weights a tenth of the size: outputs change by {change:.3f}")
