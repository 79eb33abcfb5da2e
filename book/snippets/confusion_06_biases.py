import torch

X = torch.zeros(100, 1)
y = torch.full((100, 1), 50.0)  # the bias is all there is to learn

for penalized in ("every parameter", "the weights only"):
    model = torch.nn.Linear(1, 1)
    weights, biases = [model.weight], [model.bias]
    if penalized == "every parameter":
        weights, biases = [model.weight, model.bias], []
    groups = [{"params": weights, "weight_decay": 0.5}, {"params": biases}]
    optimizer = torch.optim.SGD(groups, lr=0.1)
    for _ in range(500):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(X), y).backward()
        optimizer.step()
    print(f"weight_decay on {penalized}: prediction {model.bias.item():.1f}")
