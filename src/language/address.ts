// IP addresses and the blocks they lie in. Reading addresses is a library's work (docs/decisions/dependencies.md); what is
// ours is that an IPv4 address written as IPv6 (`::ffff:10.1.2.3`) counts as IPv4, and that only strict forms count.

import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** A test for addresses inside a CIDR block; undefined when the text is no CIDR block. */
export type Block = (value: string) => boolean | undefined

/** Reads `10.0.0.0/8` or `fd00::/8`. The block answers undefined for a value that is no IP address. */
export function parseBlock(text: string): Block | undefined {
  const [, network = '', digits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  // Nearly every text is no block, and the library takes its time to say so.
  const written = network === '' ? undefined : parseStrictly(network)
  if (written === undefined) return undefined
  const address = unmapped(written)
  const mapped = written.kind() !== address.kind()
  const bits = Number(digits) - (mapped ? 96 : 0)
  if (bits < 0 || bits > (address.kind() === 'ipv4' ? 32 : 128)) return undefined
  return value => {
    const candidate = parseStrictly(value)
    if (candidate === undefined) return undefined
    const plain = unmapped(candidate)
    return plain.kind() === address.kind() && plain.match(address as ipaddr.IPv4 & ipaddr.IPv6, bits)
  }
}

function parseStrictly(text: string): Address | undefined {
  // The longest textual form of an address has 45 characters, a zone comes on top; longer text is not worth parsing.
  if (text.length > 64) return undefined
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined
}

function unmapped(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}
