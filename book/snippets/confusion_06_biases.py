import torch

X = torch.zeros(100, 1)
y = torch.full((100, 1), 50.0)  # every target is 50: the bias is all there is to learn


def learned_bias(groups):
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(groups(model), lr=0.1)
    for _ in range(500):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(X), y).backward()
        optimizer.step()
    return model.bias.item()


decayed = learned_bias(lambda model: [{"params": model.parameters(), "weight_decay": 0.5}])
print(f"weight_decay on every parameter: prediction {decayed:.1f}")

free = learned_bias(
    lambda model: [{"params": model.weight, "weight_decay": 0.5}, {"params": model.bias}]
)
print(f"weight_decay on the weights only: prediction {free:.1f}")
