import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np

l2 = keras.regularizers.L2(0.5)
for part in ("kernel_regularizer", "activity_regularizer"):
    layer = keras.layers.Dense(1, kernel_initializer="ones", **{part: l2})
    for batch in (1, 10):
        outputs = layer(np.ones((batch, 1)))  # each output is 1
        summed = l2(layer.kernel if part == "kernel_regularizer" else outputs)
        used = layer.losses[0]
        print(f"{part}, batch of {batch}: {summed:.1f} enters as {used:.1f}")
