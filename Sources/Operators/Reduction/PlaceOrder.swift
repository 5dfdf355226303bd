// SPDX-License-Identifier: Apache-2.0

/// Sorts places by what stands there, in their memory: heaps whose root comes last.
///
/// Its functions take whether the first of two places comes before the second; one of them always
/// does.
struct PlaceOrder {
  let places: UnsafeMutablePointer<Int32>

  /// Leaves the first `count` of the places 0 ..< `length` in `places`, in order.
  func select(_ count: Int, of length: Int, _ comesBefore: (Int32, Int32) -> Bool) {
    guard count > 0 else { return }
    for place in 0..<count { places[place] = Int32(place) }
    arrange(count, comesBefore)
    for place in count..<max(length, count) where comesBefore(Int32(place), places[0]) {
      places[0] = Int32(place)
      sink(0, count: count, comesBefore)
    }
    finish(count, comesBefore)
  }

  /// Brings `count` places into order.
  func sort(_ count: Int, _ comesBefore: (Int32, Int32) -> Bool) {
    arrange(count, comesBefore)
    finish(count, comesBefore)
  }

  /// Makes a heap of them.
  private func arrange(_ count: Int, _ comesBefore: (Int32, Int32) -> Bool) {
    for root in stride(from: count / 2 - 1, through: 0, by: -1) {
      sink(root, count: count, comesBefore)
    }
  }

  /// Makes a list in order of a heap.
  private func finish(_ count: Int, _ comesBefore: (Int32, Int32) -> Bool) {
    for last in stride(from: count - 1, to: 0, by: -1) {
      (places[0], places[last]) = (places[last], places[0])
      sink(0, count: last, comesBefore)
    }
  }

  /// Moves the place at `root` down until none below it comes after it.
  private func sink(_ root: Int, count: Int, _ comesBefore: (Int32, Int32) -> Bool) {
    var parent = root
    while 2 * parent + 1 < count {
      var child = 2 * parent + 1
      if child + 1 < count, comesBefore(places[child], places[child + 1]) { child += 1 }
      guard comesBefore(places[parent], places[child]) else { return }
      (places[parent], places[child]) = (places[child], places[parent])
      parent = child
    }
  }
}
