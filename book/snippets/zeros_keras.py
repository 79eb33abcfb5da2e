import keras
import numpy as np
from keras import ops
from regkit import L1
from sklearn.datasets import load_digits


class ProxStep(keras.callbacks.Callback):
    """After each step of SGD or Adam, the prox with the step that was theirs."""

    def __init__(self, penalty):
        super().__init__()
        self.penalty = penalty

    def on_train_begin(self, logs=None):
        known = (keras.optimizers.SGD, keras.optimizers.Adam)  # AdamW is an Adam
        if not isinstance(self.model.optimizer, known):
            raise TypeError(f"ProxStep knows no step of {self.model.optimizer}.")
        if self.model.steps_per_execution > 1:
            raise ValueError("ProxStep needs steps_per_execution=1.")

    def on_train_batch_begin(self, batch, logs=None):
        self.lr = float(self.model.optimizer.learning_rate)  # a schedule moves on

    def on_train_batch_end(self, batch, logs=None):
        if keras.backend.backend() == "jax":
            self.model.jax_state_sync()
        for w in self.model.trainable_variables:
            if len(w.shape) > 1:
                v = ops.convert_to_numpy(w)
                w.assign(self.penalty.prox(v, self.step(w)))

    def step(self, w):
        optimizer = self.model.optimizer
        if isinstance(optimizer, keras.optimizers.SGD):
            return self.lr / (1 - optimizer.momentum)
        kept = (
            optimizer._velocity_hats if optimizer.amsgrad else optimizer._velocities
        )
        v = ops.convert_to_numpy(kept[optimizer._get_variable_index(w)])
        start = np.sqrt(1 - optimizer.beta_2 ** int(optimizer.iterations))
        return self.lr * start / (np.sqrt(v) + optimizer.epsilon)


X, y = load_digits(return_X_y=True)
keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(64, "relu", dtype="float64"),
        keras.layers.Dense(32, "relu", dtype="float64"),
        keras.layers.Dense(10, dtype="float64"),
    ]
)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(keras.optimizers.Adam(0.002), loss)
model.fit(X / 16, y, 64, epochs=20, verbose=0, callbacks=[ProxStep(L1(0.001))])

kernels = [ops.convert_to_numpy(layer.kernel) for layer in model.layers]
print(
    "zeros:",
    sum(np.sum(w == 0) for w in kernels),
    "of",
    sum(w.size for w in kernels),
)
