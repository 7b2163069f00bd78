// Decimal numbers as strings, compared digit by digit: a double treats long numbers as equal although their last digits differ.

/** An optional minus, digits and an optional fraction. */
export const DECIMAL = /^-?\d+(?:\.\d+)?$/

/** All spellings of one number have the same canonical digits. */
export function canonicalDecimal(text: string): string {
  const negative = text.startsWith('-')
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.')
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${withoutZeros(fraction)}`
  return negative && digits !== '0.' ? `-${digits}` : digits
}

// An expression for zeros at the end would begin again at each zero of a long number.
function withoutZeros(fraction: string): string {
  let end = fraction.length
  while (fraction[end - 1] === '0') end--
  return fraction.slice(0, end)
}

/** Whether a double holds a decimal, so that no digit is lost when it is read as a number. */
export function isDouble(text: string): boolean {
  return canonicalDecimal(toDecimal(Number(text))) === canonicalDecimal(text)
}

/** The digits of a number, without an exponent. */
export function toDecimal(number: number): string {
  const text = String(number)
  const [, sign = '', whole = '', fraction = '', power = ''] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  if (power === '') return text
  const digits = whole + fraction
  const point = whole.length + Number(power)
  return point <= 0 ? `${sign}0.${'0'.repeat(-point)}${digits}` : `${sign}${digits.padEnd(point, '0')}`
}

/** Compares two decimals: negative, zero or positive, like their difference. */
export function compareDecimals(a: string, b: string): number {
  const difference = Number(a) - Number(b)
  // Rounding keeps the order, so only equal doubles need their digits.
  return difference !== 0 && !Number.isNaN(difference) ? difference : compareDigits(canonicalDecimal(a), canonicalDecimal(b))
}

function compareDigits(a: string, b: string): number {
  if (a === b) return 0
  const [isNegative, isOther] = [a.startsWith('-'), b.startsWith('-')]
  if (isNegative !== isOther) return isNegative ? -1 : 1
  const [whole = '', fraction = ''] = a.split('.')
  const [otherWhole = '', otherFraction = ''] = b.split('.')
  const isGreater =
    whole.length !== otherWhole.length ? whole.length > otherWhole.length : `${whole}.${fraction}` > `${otherWhole}.${otherFraction}`
  return isGreater !== isNegative ? 1 : -1
}
