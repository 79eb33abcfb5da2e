import keras
import torch

w = torch.nn.Parameter(torch.ones(1))
w.grad = torch.full((1,), 0.01)
torch.optim.AdamW([w], lr=1.0, eps=2.0, weight_decay=0.5).step()
print(f"PyTorch: {w.item():.4f}")

w = keras.Variable([1.0])
gradient = keras.ops.convert_to_tensor([0.01])
keras.optimizers.AdamW(1.0, epsilon=2.0, weight_decay=0.5).apply([gradient], [w])
print(f"Keras: {w.numpy()[0]:.4f}")
