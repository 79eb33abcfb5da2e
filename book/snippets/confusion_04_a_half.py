import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch

w = torch.tensor([3.0], requires_grad=True)
keras.regularizers.L2(0.1)(w).backward()
print(f"Keras, L2(0.1): gradient {w.grad.item():.1f} at w = 3")

before = w.item()
w.grad.zero_()
torch.optim.SGD([w], lr=1.0, weight_decay=0.1).step()
print(f"PyTorch, weight_decay=0.1: gradient {before - w.item():.1f} at w = 3")
