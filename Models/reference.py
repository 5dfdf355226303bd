# SPDX-License-Identifier: Apache-2.0
"""What the training scripts share: data files, and TensorFlow's own conversions as a yardstick."""

import json
import tempfile
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter, OpResolverType


def make_reproducible(seed):
    """Seeds every generator and makes TensorFlow's kernels independent of scheduling."""
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def save_data(folder, input_name, evaluation, calibration):
    """Writes evaluation.npz (inputs and labels `y`) and calibration.npz (inputs only)."""
    images, labels = evaluation
    np.savez_compressed(
        folder / "evaluation.npz", **{input_name: images, "y": labels.astype(np.int32)})
    np.savez_compressed(folder / "calibration.npz", **{input_name: calibration})


def record_accuracy(model, folder, input_name):
    """Measures TensorFlow's float, dynamic-range and int8 files and writes accuracy.json.

    The files are read from the data that was saved, so that the record holds for what is in the
    folder. `saved_model_correct` is the SavedModel's own count in TensorFlow.
    """
    with np.load(folder / "evaluation.npz") as data:
        images, labels = data[input_name], data["y"]
    with np.load(folder / "calibration.npz") as data:
        calibration = data[input_name]
    files = converted_by_tensorflow(model, input_name, calibration)
    record = {
        "total": len(labels),
        "saved_model_correct": saved_model_correct(folder, input_name, images, labels),
        "tensorflow": {
            kind: {"bytes": len(content), "correct": lite_correct(content, images, labels)}
            for kind, content in files.items()
        },
    }
    (folder / "accuracy.json").write_text(json.dumps(record, indent=2) + "\n")
    print(json.dumps(record, indent=2))


def converted_by_tensorflow(model, input_name, calibration):
    """Returns TensorFlow's float, dynamic-range and int8 files; inputs and outputs stay float.

    The converter reads a temporary `model.export`: from a Keras 3 model written by
    `tf.saved_model.save` it makes a file without weights.
    """
    def samples():
        for sample in calibration:
            yield {input_name: sample[np.newaxis]}

    with tempfile.TemporaryDirectory() as exported:
        model.export(exported, verbose=False)

        def convert(optimize, integer):
            converter = tf.lite.TFLiteConverter.from_saved_model(exported)
            if optimize:
                converter.optimizations = [tf.lite.Optimize.DEFAULT]
            if integer:
                converter.representative_dataset = samples
                converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
            return converter.convert()

        return {
            "float": convert(optimize=False, integer=False),
            "dynamic": convert(optimize=True, integer=False),
            "int8": convert(optimize=True, integer=True),
        }


def lite_correct(content, images, labels):
    """Counts the right answers of a .tflite file under LiteRT's reference kernels."""
    interpreter = Interpreter(
        model_content=content, experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
    source = interpreter.get_input_details()[0]["index"]
    result = interpreter.get_output_details()[0]["index"]
    interpreter.allocate_tensors()
    correct = 0
    for image, label in zip(images, labels):
        interpreter.set_tensor(source, image[np.newaxis])
        interpreter.invoke()
        correct += int(interpreter.get_tensor(result)[0].argmax() == label)
    return correct


def saved_model_correct(folder, input_name, images, labels):
    """Counts the right answers of the SavedModel in the folder, run by TensorFlow."""
    signature = tf.saved_model.load(str(Path(folder) / "saved_model")).signatures["serving_default"]
    (scores,) = signature(**{input_name: tf.constant(images)}).values()
    return int((scores.numpy().argmax(axis=1) == labels).sum())
