// SPDX-License-Identifier: Apache-2.0
import Operators

// Activations and normalizations keep the shape of their input.

extension Elu: ShapeKeepingOperator {}
extension Gelu: ShapeKeepingOperator {}
extension HardSwish: ShapeKeepingOperator {}
extension L2Normalization: ShapeKeepingOperator {}
extension LeakyRelu: ShapeKeepingOperator {}
extension LocalResponseNormalization: ShapeKeepingOperator {}
extension Logistic: ShapeKeepingOperator {}
extension LogSoftmax: ShapeKeepingOperator {}
extension Prelu: ShapeKeepingOperator {}
extension Relu: ShapeKeepingOperator {}
extension Relu0To1: ShapeKeepingOperator {}
extension Relu6: ShapeKeepingOperator {}
extension ReluN1To1: ShapeKeepingOperator {}
extension Softmax: ShapeKeepingOperator {}
extension Tanh: ShapeKeepingOperator {}
