// IP addresses and CIDR blocks. A library parses the addresses (docs/decisions/dependencies.md). This file adds two rules: an
// IPv4 address written as IPv6 (`::ffff:10.1.2.3`) counts as IPv4, and only strict notations are accepted.

import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Tests whether an address lies in a CIDR block; undefined for a value that is not an IP address. */
export type Block = (value: string) => boolean | undefined

/** Parses `10.0.0.0/8` or `fd00::/8`; undefined when the text is not a CIDR block. */
export function parseBlock(text: string): Block | undefined {
  const range = parseRange(text)
  if (range === undefined) return undefined
  const { address, bits } = range
  return value => {
    const candidate = parseStrictly(value)
    if (candidate === undefined) return undefined
    const plain = unmapped(candidate)
    return plain.kind() === address.kind() && plain.match(address as ipaddr.IPv4 & ipaddr.IPv6, bits)
  }
}

/** Writes a CIDR block without the bits behind its length, which other programs refuse: `10.1.2.3/8` is `10.0.0.0/8`. */
export function writeBlock(text: string): string | undefined {
  const range = parseRange(text)
  if (range === undefined) return undefined
  const { address, bits } = range
  const kind = address instanceof ipaddr.IPv6 ? ipaddr.IPv6 : ipaddr.IPv4
  return `${kind.networkAddressFromCIDR(`${address}/${bits}`)}/${bits}`
}

function parseRange(text: string): { readonly address: Address; readonly bits: number } | undefined {
  const [, network = '', digits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  // Nearly every text is not a block, and the library is slow to find that out.
  const written = network === '' ? undefined : parseStrictly(network)
  if (written === undefined) return undefined
  const address = unmapped(written)
  const mapped = written.kind() !== address.kind()
  const bits = Number(digits) - (mapped ? 96 : 0)
  return bits < 0 || bits > (address.kind() === 'ipv4' ? 32 : 128) ? undefined : { address, bits }
}

function parseStrictly(text: string): Address | undefined {
  // The longest textual form of an address has 45 characters, plus a zone. Longer text is not worth parsing.
  if (text.length > 64) return undefined
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined
}

function unmapped(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}
