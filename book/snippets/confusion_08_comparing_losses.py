import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np

rng = np.random.default_rng(0)
X = rng.normal(size=(60, 30)).astype("float32")
y = X[:, :1] + rng.normal(size=(60, 1)).astype("float32")

for l2 in (0.0, 2.0):
    keras.utils.set_random_seed(0)
    dense = keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(l2))
    model = keras.Sequential([keras.Input((30,)), dense])
    model.compile(keras.optimizers.SGD(0.05), loss="mse", metrics=["mse"])
    model.fit(X[:40], y[:40], batch_size=40, epochs=300, verbose=0)
    loss, mse = model.evaluate(X[40:], y[40:], verbose=0)
    print(f"l2 = {l2}: validation loss {loss:.2f}, squared error in it {mse:.2f}")
