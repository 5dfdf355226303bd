# SPDX-License-Identifier: Apache-2.0
"""Trains a multilayer perceptron on scikit-learn's 1,797 digits and writes this folder.

Needs: pip install tensorflow==2.21.0 keras==3.15.1 ai-edge-litert==2.3.0 scikit-learn==1.9.1
"""

import shutil
import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from sklearn.datasets import load_digits

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from reference import make_reproducible, record_accuracy, save_data  # noqa: E402

SEED = 11
INPUT = "inputs"  # the name that tf.saved_model.save gives a Keras input
TRAINING_COUNT = 1300
CALIBRATION_COUNT = 200
EPOCHS = 60


def load_pixels():
    """Returns ((pixels, labels) to train, (pixels, labels) to test), shuffled by a fixed seed."""
    digits = load_digits()
    order = np.random.default_rng(SEED).permutation(len(digits.target))
    pixels = (digits.data[order] / 16.0).astype(np.float32)
    labels = digits.target[order]
    return ((pixels[:TRAINING_COUNT], labels[:TRAINING_COUNT]),
            (pixels[TRAINING_COUNT:], labels[TRAINING_COUNT:]))


def build_model():
    """dense 64 – dense 32 – dense 10."""
    pixels = keras.Input((64,), name=INPUT)
    features = layers.Dense(64, activation="relu")(pixels)
    features = layers.Dropout(0.2)(features)
    features = layers.Dense(32, activation="relu")(features)
    scores = layers.Dense(10, activation="softmax", name="scores")(features)
    return keras.Model(pixels, scores, name="digits_mlp")


def train(model, pixels, labels):
    model.compile(
        keras.optimizers.Adam(2e-3), loss="sparse_categorical_crossentropy",
        metrics=["accuracy"])
    model.fit(pixels, labels, batch_size=32, epochs=EPOCHS, verbose=2)


def main():
    make_reproducible(SEED)
    (pixels, labels), test = load_pixels()
    model = build_model()
    model.summary()
    train(model, pixels, labels)
    shutil.rmtree(FOLDER / "saved_model", ignore_errors=True)
    tf.saved_model.save(model, str(FOLDER / "saved_model"))
    save_data(FOLDER, INPUT, test, pixels[:CALIBRATION_COUNT])
    record_accuracy(model, FOLDER, INPUT)


if __name__ == "__main__":
    main()
