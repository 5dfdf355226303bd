// SPDX-License-Identifier: Apache-2.0

/// What smaller models cost and gain against a reference, usually the float model.
///
/// As JSON, keys are the properties' names in snake case; what is unknown is left out.
///
/// | key                  | value                                                              |
/// |----------------------|--------------------------------------------------------------------|
/// | `data`, `samples`    | the file, and how many of its samples were run                     |
/// | `threads`            | threads that worked on one inference                               |
/// | `models`             | the reference first                                                |
/// | … `model`            | path                                                               |
/// | … `file_bytes`       | size of the file                                                   |
/// | … `arena_bytes`      | memory for all tensors that change                                 |
/// | … `peak_rss_bytes`   | peak memory of a process that runs this model alone                |
/// | … `latency`          | `median_ms`, `p90_ms`, `min_ms`, `runs`; models take turns         |
/// | … `accuracy`         | `correct`, `total`, `top1`, `top5` (over ten classes), `confusion` |
/// | … `agreement`        | share of samples with the reference's class                        |
/// | … `errors`           | per output: `output`, `max_absolute`, `mean_absolute`, `rmse`, `relative_rmse`, `sqnr_db`, `cosine` |
/// | … `delta`            | against the reference: `size_ratio`, `arena_ratio`, `speedup`, `top1` |
package struct Comparison: Encodable {
  package var data: String
  package var samples: Int
  package var threads: Int
  package var models: [Model]

  package struct Model: Encodable {
    package var model: String
    package var fileBytes: Int
    package var arenaBytes: Int
    package var peakRssBytes: Int?
    package var latency: Latency
    /// Nil without labels.
    package var accuracy: Classification?
    /// Nil for the reference, and where the first output is no list of scores.
    package var agreement: Double?
    /// Empty for the reference.
    package var errors: [OutputError]
    /// Nil for the reference.
    package var delta: Delta?
    /// Values of the reference and of this model for each output: some of all.
    package var pairs: [PairSample] = []

    private enum CodingKeys: CodingKey {
      case model, fileBytes, arenaBytes, peakRssBytes, latency, accuracy, agreement, errors, delta
    }
  }

  package struct Delta: Encodable {
    /// Bytes of the file over those of the reference's.
    package var sizeRatio: Double
    package var arenaRatio: Double
    /// The reference's median latency over this one's.
    package var speedup: Double
    /// The difference of `top1`.
    package var top1: Double?
  }
}

/// Percentiles of the time that inferences took.
package struct Latency: Encodable {
  /// Half of the runs took at most this; of an even number the mean of the middle two.
  package var medianMs: Double
  /// Nine of ten runs took at most this (nearest rank).
  package var p90Ms: Double
  package var minMs: Double
  package var runs: Int

  init(nanoseconds: [UInt64]) {
    let sorted = nanoseconds.sorted().map { Double($0) / 1e6 }
    let count = sorted.count
    runs = count
    medianMs = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    p90Ms = sorted[(count * 9 + 9) / 10 - 1]
    minMs = sorted[0]
  }
}
