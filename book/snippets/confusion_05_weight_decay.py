import torch

# two weights; their data gradients cancel over time, but one is 1000 times as large
for optimizer in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW):
    w = torch.tensor([1.0, 1.0], requires_grad=True)
    steps = optimizer([w], lr=0.001, weight_decay=0.1)
    for t in range(1000):
        w.grad = torch.tensor([0.1, 100.0]) * (-1) ** t
        steps.step()
    print(f"{optimizer.__name__}: {w[0]:.2f} and {w[1]:.2f} of the weights left")
