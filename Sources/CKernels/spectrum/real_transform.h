// SPDX-License-Identifier: Apache-2.0
// The Fourier transforms of TensorFlow Lite Micro's signal library, for one element type.
//
// Whoever includes this defines NAME(x) as the functions' names, ELEMENT as the type of elements, WIDE as one
// that has the negative of each element, ADD(a, b) and SUBTRACT(a, b), HALF(x), MULTIPLY(a, b, c, d) as
// a · b + c · d rounded to an element, and SHARE(x, n) as x / n. Integers are divided by the radix before each step, and so lose what is below;
// sums beyond their range wrap around. Source: KISS FFT, its mixed radix of 4 and 2.
#include <stdbool.h>

typedef struct {
  ELEMENT re, im;
} NAME(number);

static NAME(number) NAME(plus)(NAME(number) a, NAME(number) b) {
  return (NAME(number)){(ELEMENT)ADD(a.re, b.re), (ELEMENT)ADD(a.im, b.im)};
}

static NAME(number) NAME(minus)(NAME(number) a, NAME(number) b) {
  return (NAME(number)){(ELEMENT)SUBTRACT(a.re, b.re), (ELEMENT)SUBTRACT(a.im, b.im)};
}

static NAME(number) NAME(times)(NAME(number) a, NAME(number) b) {
  return (NAME(number)){MULTIPLY(a.re, b.re, -(WIDE)a.im, b.im), MULTIPLY(a.re, b.im, a.im, b.re)};
}

/// Multiplied by i, or by −i.
static NAME(number) NAME(turned)(NAME(number) a, bool left) {
  return left ? (NAME(number)){(ELEMENT)SUBTRACT(0, a.im), a.re}
              : (NAME(number)){a.im, (ELEMENT)SUBTRACT(0, a.re)};
}

static NAME(number) NAME(share)(NAME(number) a, int count) {
  return (NAME(number)){SHARE(a.re, count), SHARE(a.im, count)};
}

static void NAME(join_two)(NAME(number) * y, const NAME(number) * roots, size_t step,
                           size_t count) {
  for (size_t k = 0; k < count; k++) {
    const NAME(number) a = NAME(share)(y[k], 2);
    const NAME(number) b = NAME(times)(NAME(share)(y[k + count], 2), roots[k * step]);
    y[k + count] = NAME(minus)(a, b);
    y[k] = NAME(plus)(a, b);
  }
}

static void NAME(join_four)(NAME(number) * y, const NAME(number) * roots, size_t step, size_t count,
                            bool is_inverse) {
  for (size_t k = 0; k < count; k++) {
    const NAME(number) first = NAME(share)(y[k], 4);
    const NAME(number) a = NAME(times)(NAME(share)(y[k + count], 4), roots[k * step]);
    const NAME(number) b = NAME(times)(NAME(share)(y[k + 2 * count], 4), roots[2 * k * step]);
    const NAME(number) c = NAME(times)(NAME(share)(y[k + 3 * count], 4), roots[3 * k * step]);
    const NAME(number) odd = NAME(minus)(first, b), even = NAME(plus)(first, b);
    const NAME(number) sum = NAME(plus)(a, c);
    const NAME(number) turned = NAME(turned)(NAME(minus)(a, c), is_inverse);
    y[k] = NAME(plus)(even, sum);
    y[k + count] = NAME(plus)(odd, turned);
    y[k + 2 * count] = NAME(minus)(even, sum);
    y[k + 3 * count] = NAME(minus)(odd, turned);
  }
}

/// The transform of n numbers that lie `step` apart, n · step of them being all.
static void NAME(transform)(const NAME(number) * x, NAME(number) * y, const NAME(number) * roots,
                            size_t step, size_t n, bool is_inverse) {
  if (n == 1) {
    *y = *x;
    return;
  }
  const size_t radix = n % 4 == 0 ? 4 : 2, count = n / radix;
  for (size_t i = 0; i < radix; i++)
    NAME(transform)(x + i * step, y + i * count, roots, step * radix, count, is_inverse);
  if (radix == 4)
    NAME(join_four)(y, roots, step, count, is_inverse);
  else
    NAME(join_two)(y, roots, step, count);
}

void NAME(real_transform)(const ELEMENT *x, ELEMENT *y, ELEMENT *work, const ELEMENT *roots,
                          const ELEMENT *turns, size_t n) {
  NAME(number) *z = (NAME(number) *)work, *result = (NAME(number) *)y;
  const NAME(number) *turn = (const NAME(number) *)turns;
  NAME(transform)((const NAME(number) *)x, z, (const NAME(number) *)roots, 1, n, false);
  const NAME(number) ends = NAME(share)(z[0], 2);
  result[0] = (NAME(number)){(ELEMENT)ADD(ends.re, ends.im), 0};
  result[n] = (NAME(number)){(ELEMENT)SUBTRACT(ends.re, ends.im), 0};
  for (size_t k = 1; k <= n / 2; k++) {
    const NAME(number) a = NAME(share)(z[k], 2);
    const NAME(number) mirrored = {z[n - k].re, (ELEMENT)SUBTRACT(0, z[n - k].im)};
    const NAME(number) b = NAME(share)(mirrored, 2);
    const NAME(number) sum = NAME(plus)(a, b);
    const NAME(number) w = NAME(times)(NAME(minus)(a, b), turn[k - 1]);
    result[k] = (NAME(number)){HALF(ADD(sum.re, w.re)), HALF(ADD(sum.im, w.im))};
    result[n - k] = (NAME(number)){HALF(SUBTRACT(sum.re, w.re)), HALF(SUBTRACT(w.im, sum.im))};
  }
}

void NAME(real_transform_inverse)(const ELEMENT *x, ELEMENT *y, ELEMENT *work, const ELEMENT *roots,
                                  const ELEMENT *turns, size_t n) {
  NAME(number) *z = (NAME(number) *)work;
  const NAME(number) *given = (const NAME(number) *)x, *turn = (const NAME(number) *)turns;
  const NAME(number)
      ends = {(ELEMENT)ADD(given[0].re, given[n].re), (ELEMENT)SUBTRACT(given[0].re, given[n].re)};
  z[0] = NAME(share)(ends, 2);
  for (size_t k = 1; k <= n / 2; k++) {
    const NAME(number) a = NAME(share)(given[k], 2);
    const NAME(number) mirrored = {given[n - k].re, (ELEMENT)SUBTRACT(0, given[n - k].im)};
    const NAME(number) b = NAME(share)(mirrored, 2);
    const NAME(number) sum = NAME(plus)(a, b);
    const NAME(number) w = NAME(times)(NAME(minus)(a, b), turn[k - 1]);
    z[k] = NAME(plus)(sum, w);
    const NAME(number) other = NAME(minus)(sum, w);
    z[n - k] = (NAME(number)){other.re, (ELEMENT)SUBTRACT(0, other.im)};
  }
  NAME(transform)(z, (NAME(number) *)y, (const NAME(number) *)roots, 1, n, true);
}

#undef NAME
#undef ELEMENT
#undef ADD
#undef SUBTRACT
#undef WIDE
#undef MULTIPLY
#undef SHARE
#undef HALF
