import os

os.environ["KERAS_BACKEND"] = "torch"  # or "jax", "tensorflow"

import keras
import numpy as np

lam1, lam2 = 0.25, 0.1

data = np.loadtxt("cash_flow.csv", delimiter=",", skiprows=1)
X, y = data[:, :-1], data[:, -1]
X = (X - X.mean(axis=0)) / X.std(axis=0)

keras.utils.set_random_seed(0)
# Keras's mean squared error has no 1/2: twice regkit's loss, so twice its strengths
regularizer = keras.regularizers.L1L2(l1=2 * lam1, l2=2 * lam2)
layer = keras.layers.Dense(1, kernel_regularizer=regularizer)
model = keras.Sequential([keras.Input((X.shape[1],)), layer])
rate = keras.optimizers.schedules.ExponentialDecay(0.02, 1, decay_rate=0.998)
optimizer = keras.optimizers.SGD(rate, momentum=0.9)
model.compile(optimizer, loss="mean_squared_error")
model.fit(X, y, batch_size=len(y), epochs=4000, verbose=0)

coef = layer.get_weights()[0][:, 0]
print("coefficients:", *(f"{c:z.3f}" for c in coef))
print("exactly zero:", np.count_nonzero(coef == 0))
