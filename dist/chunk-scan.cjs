'use strict';

const uri = require('./chunk-uri.cjs');
const _commonjsHelpers = require('./chunk-_commonjsHelpers.cjs');
const json = require('./chunk-json.cjs');

var ipaddr$2 = {exports: {}};

var ipaddr$1 = ipaddr$2.exports;

var hasRequiredIpaddr;

function requireIpaddr () {
	if (hasRequiredIpaddr) return ipaddr$2.exports;
	hasRequiredIpaddr = 1;
	(function (module) {
		(function (root) {
		    // A list of regular expressions that match arbitrary IPv4 addresses,
		    // for which a number of weird notations exist.
		    // Note that an address like 0010.0xa5.1.1 is considered legal.
		    const ipv4Part = '(0?\\d+|0x[a-f0-9]+)';
		    const ipv4Regexes = {
		        fourOctet: new RegExp(`^${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}$`, 'i'),
		        threeOctet: new RegExp(`^${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}$`, 'i'),
		        twoOctet: new RegExp(`^${ipv4Part}\\.${ipv4Part}$`, 'i'),
		        longValue: new RegExp(`^${ipv4Part}$`, 'i')
		    };

		    // Regular Expression for checking Octal numbers
		    const octalRegex = new RegExp(`^0[0-7]+$`, 'i');
		    const hexRegex = new RegExp(`^0x[a-f0-9]+$`, 'i');

		    const zoneIndex = '%[0-9a-z]{1,}';

		    // IPv6-matching regular expressions.
		    // For IPv6, the task is simpler: it is enough to match the colon-delimited
		    // hexadecimal IPv6 and a transitional variant with dotted-decimal IPv4 at
		    // the end.
		    const ipv6Part = '(?:[0-9a-f]+::?)+';
		    const ipv6Regexes = {
		        zoneIndex: new RegExp(zoneIndex, 'i'),
		        'native': new RegExp(`^(::)?(${ipv6Part})?([0-9a-f]+)?(::)?(${zoneIndex})?$`, 'i'),
		        deprecatedTransitional: new RegExp(`^(?:::)(${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}(${zoneIndex})?)$`, 'i'),
		        transitional: new RegExp(`^((?:${ipv6Part})|(?:::)(?:${ipv6Part})?)${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}(${zoneIndex})?$`, 'i')
		    };

		    // Expand :: in an IPv6 address or address part consisting of `parts` groups.
		    function expandIPv6 (string, parts) {
		        // More than one '::' means invalid address
		        if (string.indexOf('::') !== string.lastIndexOf('::')) {
		            return null;
		        }

		        let colonCount = 0;
		        let lastColon = -1;
		        let zoneId = (string.match(ipv6Regexes.zoneIndex) || [])[0];
		        let replacement, replacementCount;

		        // Remove zone index and save it for later
		        if (zoneId) {
		            zoneId = zoneId.substring(1);
		            string = string.replace(/%.+$/, '');
		        }

		        // How many parts do we already have?
		        while ((lastColon = string.indexOf(':', lastColon + 1)) >= 0) {
		            colonCount++;
		        }

		        // 0::0 is two parts more than ::
		        if (string.substr(0, 2) === '::') {
		            colonCount--;
		        }

		        if (string.substr(-2, 2) === '::') {
		            colonCount--;
		        }

		        // An address must not contain more separators than available parts,
		        // and :: must compress at least one part.
		        if (colonCount >= parts) {
		            return null;
		        }

		        // replacement = ':' + '0:' * (parts - colonCount)
		        replacementCount = parts - colonCount;
		        replacement = ':';
		        while (replacementCount--) {
		            replacement += '0:';
		        }

		        // Insert the missing zeroes
		        string = string.replace('::', replacement);

		        // Trim any garbage which may be hanging around if :: was at the edge in
		        // the source string
		        if (string[0] === ':') {
		            string = string.slice(1);
		        }

		        if (string[string.length - 1] === ':') {
		            string = string.slice(0, -1);
		        }

		        parts = (function () {
		            const ref = string.split(':');
		            const results = [];

		            for (let i = 0; i < ref.length; i++) {
		                results.push(ref[i].length > 4 ? NaN : parseInt(ref[i], 16));
		            }

		            return results;
		        })();

		        return {
		            parts: parts,
		            zoneId: zoneId
		        };
		    }

		    // A generic CIDR (Classless Inter-Domain Routing) RFC1518 range matcher.
		    function matchCIDR (first, second, partSize, cidrBits) {
		        if (first.length !== second.length) {
		            throw new Error('ipaddr: cannot match CIDR for objects with different lengths');
		        }

		        let part = 0;
		        let shift;

		        while (cidrBits > 0) {
		            shift = partSize - cidrBits;
		            if (shift < 0) {
		                shift = 0;
		            }

		            if (first[part] >> shift !== second[part] >> shift) {
		                return false;
		            }

		            cidrBits -= partSize;
		            part += 1;
		        }

		        return true;
		    }

		    function parseIntAuto (string) {
		        // Hexadecimal base 16 (0x#)
		        if (hexRegex.test(string)) {
		            return parseInt(string, 16);
		        }
		        // While octal representation is discouraged by ECMAScript 3
		        // and forbidden by ECMAScript 5, we silently allow it to
		        // work only if the rest of the string has numbers less than 8.
		        if (string[0] === '0' && !isNaN(parseInt(string[1], 10))) {
		        if (octalRegex.test(string)) {
		            return parseInt(string, 8);
		        }
		            throw new Error(`ipaddr: cannot parse ${string} as octal`);
		        }
		        // Always include the base 10 radix!
		        return parseInt(string, 10);
		    }

		    function padPart (part, length) {
		        while (part.length < length) {
		            part = `0${part}`;
		        }

		        return part;
		    }

		    const ipaddr = {};

		    // An IPv4 address (RFC791).
		    ipaddr.IPv4 = (function () {
		        // Constructs a new IPv4 address from an array of four octets
		        // in network order (MSB first)
		        // Verifies the input.
		        function IPv4 (octets) {
		            if (octets.length !== 4) {
		                throw new Error('ipaddr: ipv4 octet count should be 4');
		            }

		            let i, octet;

		            for (i = 0; i < octets.length; i++) {
		                octet = octets[i];
		                if (!((0 <= octet && octet <= 255))) {
		                    throw new Error('ipaddr: ipv4 octet should fit in 8 bits');
		                }
		            }

		            this.octets = octets;
		        }

		        // Special IPv4 address ranges.
		        // See also https://en.wikipedia.org/wiki/Reserved_IP_addresses
		        IPv4.prototype.SpecialRanges = {
		            unspecified: [[new IPv4([0, 0, 0, 0]), 8]],
		            broadcast: [[new IPv4([255, 255, 255, 255]), 32]],
		            // RFC3171
		            multicast: [[new IPv4([224, 0, 0, 0]), 4]],
		            // RFC3927
		            linkLocal: [[new IPv4([169, 254, 0, 0]), 16]],
		            // RFC5735
		            loopback: [[new IPv4([127, 0, 0, 0]), 8]],
		            // RFC6598
		            carrierGradeNat: [[new IPv4([100, 64, 0, 0]), 10]],
		            // RFC1918
		            'private': [
		                [new IPv4([10, 0, 0, 0]), 8],
		                [new IPv4([172, 16, 0, 0]), 12],
		                [new IPv4([192, 168, 0, 0]), 16]
		            ],
		            // Reserved and testing-only ranges; RFCs 5735, 5737, 2544, 1700
		            reserved: [
		                [new IPv4([192, 0, 0, 0]), 24],
		                [new IPv4([192, 0, 2, 0]), 24],
		                [new IPv4([192, 88, 99, 0]), 24],
		                [new IPv4([198, 18, 0, 0]), 15],
		                [new IPv4([198, 51, 100, 0]), 24],
		                [new IPv4([203, 0, 113, 0]), 24],
		                [new IPv4([240, 0, 0, 0]), 4]
		            ],
		            // RFC7534, RFC7535
		            as112: [
		                [new IPv4([192, 175, 48, 0]), 24],
		                [new IPv4([192, 31, 196, 0]), 24],
		            ],
		            // RFC7450
		            amt: [
		                [new IPv4([192, 52, 193, 0]), 24],
		            ],
		        };

		        // The 'kind' method exists on both IPv4 and IPv6 classes.
		        IPv4.prototype.kind = function () {
		            return 'ipv4';
		        };

		        // Checks if this address matches other one within given CIDR range.
		        IPv4.prototype.match = function (other, cidrRange) {
		            let ref;
		            if (cidrRange === undefined) {
		                ref = other;
		                other = ref[0];
		                cidrRange = ref[1];
		            }

		            if (other.kind() !== 'ipv4') {
		                throw new Error('ipaddr: cannot match ipv4 address with non-ipv4 one');
		            }

		            return matchCIDR(this.octets, other.octets, 8, cidrRange);
		        };

		        // returns a number of leading ones in IPv4 address, making sure that
		        // the rest is a solid sequence of 0's (valid netmask)
		        // returns either the CIDR length or null if mask is not valid
		        IPv4.prototype.prefixLengthFromSubnetMask = function () {
		            let cidr = 0;
		            // non-zero encountered stop scanning for zeroes
		            let stop = false;
		            // number of zeroes in octet
		            const zerotable = {
		                0: 8,
		                128: 7,
		                192: 6,
		                224: 5,
		                240: 4,
		                248: 3,
		                252: 2,
		                254: 1,
		                255: 0
		            };
		            let i, octet, zeros;

		            for (i = 3; i >= 0; i -= 1) {
		                octet = this.octets[i];
		                if (octet in zerotable) {
		                    zeros = zerotable[octet];
		                    if (stop && zeros !== 0) {
		                        return null;
		                    }

		                    if (zeros !== 8) {
		                        stop = true;
		                    }

		                    cidr += zeros;
		                } else {
		                    return null;
		                }
		            }

		            return 32 - cidr;
		        };

		        // Checks if the address corresponds to one of the special ranges.
		        IPv4.prototype.range = function () {
		            return ipaddr.subnetMatch(this, this.SpecialRanges);
		        };

		        // Returns an array of byte-sized values in network order (MSB first)
		        IPv4.prototype.toByteArray = function () {
		            return this.octets.slice(0);
		        };

		        // Converts this IPv4 address to an IPv4-mapped IPv6 address.
		        IPv4.prototype.toIPv4MappedAddress = function () {
		            return ipaddr.IPv6.parse(`::ffff:${this.toString()}`);
		        };

		        // Symmetrical method strictly for aligning with the IPv6 methods.
		        IPv4.prototype.toNormalizedString = function () {
		            return this.toString();
		        };

		        // Returns the address in convenient, decimal-dotted format.
		        IPv4.prototype.toString = function () {
		            return this.octets.join('.');
		        };

		        return IPv4;
		    })();

		    // A utility function to return broadcast address given the IPv4 interface and prefix length in CIDR notation
		    ipaddr.IPv4.broadcastAddressFromCIDR = function (string) {

		        try {
		            const cidr = this.parseCIDR(string);
		            const ipInterfaceOctets = cidr[0].toByteArray();
		            const subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
		            const octets = [];
		            let i = 0;
		            while (i < 4) {
		                // Broadcast address is bitwise OR between ip interface and inverted mask
		                octets.push(parseInt(ipInterfaceOctets[i], 10) | parseInt(subnetMaskOctets[i], 10) ^ 255);
		                i++;
		            }

		            return new this(octets);
		        } catch (e) {
		            throw new Error('ipaddr: the address does not have IPv4 CIDR format', { cause: e });
		        }
		    };

		    // Checks if a given string is formatted like IPv4 address.
		    ipaddr.IPv4.isIPv4 = function (string) {
		        return this.parser(string) !== null;
		    };

		    // Checks if a given string is a valid IPv4 address.
		    ipaddr.IPv4.isValid = function (string) {
		        try {
		            new this(this.parser(string));
		            return true;
		        } catch {
		            return false;
		        }
		    };

		    // Checks if a given string is a valid IPv4 address in CIDR notation.
		    ipaddr.IPv4.isValidCIDR = function (string) {
		        try {
		            this.parseCIDR(string);
		            return true;
		        } catch {
		            return false;
		        }
		    };

		    // Checks if a given string is a full four-part IPv4 Address.
		    ipaddr.IPv4.isValidFourPartDecimal = function (string) {
		        if (ipaddr.IPv4.isValid(string) && string.match(/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){3}$/)) {
		            return true;
		        } else {
		            return false;
		        }
		    };

		    // Checks if a given string is a full four-part IPv4 Address with CIDR prefix.
		    ipaddr.IPv4.isValidCIDRFourPartDecimal = function (string) {
		        const match = string.match(/^(.+)\/(\d+)$/);

		        if (!ipaddr.IPv4.isValidCIDR(string) || !match) {
		            return false;
		        }

		        return ipaddr.IPv4.isValidFourPartDecimal(match[1]);
		    };

		    // A utility function to return network address given the IPv4 interface and prefix length in CIDR notation
		    ipaddr.IPv4.networkAddressFromCIDR = function (string) {
		        let cidr, i, ipInterfaceOctets, octets, subnetMaskOctets;

		        try {
		            cidr = this.parseCIDR(string);
		            ipInterfaceOctets = cidr[0].toByteArray();
		            subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
		            octets = [];
		            i = 0;
		            while (i < 4) {
		                // Network address is bitwise AND between ip interface and mask
		                octets.push(parseInt(ipInterfaceOctets[i], 10) & parseInt(subnetMaskOctets[i], 10));
		                i++;
		            }

		            return new this(octets);
		        } catch (e) {
		            throw new Error('ipaddr: the address does not have IPv4 CIDR format', { cause: e });
		        }
		    };

		    // Tries to parse and validate a string with IPv4 address.
		    // Throws an error if it fails.
		    ipaddr.IPv4.parse = function (string) {
		        const parts = this.parser(string);

		        if (parts === null) {
		            throw new Error('ipaddr: string is not formatted like an IPv4 Address');
		        }

		        return new this(parts);
		    };

		    // Parses the string as an IPv4 Address with CIDR Notation.
		    ipaddr.IPv4.parseCIDR = function (string) {
		        let match;

		        if ((match = string.match(/^(.+)\/(\d+)$/))) {
		            const maskLength = parseInt(match[2]);
		            if (maskLength >= 0 && maskLength <= 32) {
		                const parsed = [this.parse(match[1]), maskLength];
		                Object.defineProperty(parsed, 'toString', {
		                    value: function () {
		                        return this.join('/');
		                    }
		                });
		                return parsed;
		            }
		        }

		        throw new Error('ipaddr: string is not formatted like an IPv4 CIDR range');
		    };

		    // Classful variants (like a.b, where a is an octet, and b is a 24-bit
		    // value representing last three octets; this corresponds to a class C
		    // address) are omitted due to classless nature of modern Internet.
		    ipaddr.IPv4.parser = function (string) {
		        let match, part, value;

		        // parseInt recognizes all that octal & hexadecimal weirdness for us
		        if ((match = string.match(ipv4Regexes.fourOctet))) {
		            return (function () {
		                const ref = match.slice(1, 6);
		                const results = [];

		                for (let i = 0; i < ref.length; i++) {
		                    part = ref[i];
		                    results.push(parseIntAuto(part));
		                }

		                return results;
		            })();
		        } else if ((match = string.match(ipv4Regexes.longValue))) {
		            value = parseIntAuto(match[1]);
		            if (value > 0xffffffff || value < 0) {
		                throw new Error('ipaddr: address outside defined range');
		            }

		            return ((function () {
		                const results = [];
		                let shift;

		                for (shift = 0; shift <= 24; shift += 8) {
		                    results.push((value >> shift) & 0xff);
		                }

		                return results;
		            })()).reverse();
		        } else if ((match = string.match(ipv4Regexes.twoOctet))) {
		            return (function () {
		                const ref = match.slice(1, 4);
		                const results = [];

		                value = parseIntAuto(ref[1]);
		                if (value > 0xffffff || value < 0) {
		                    throw new Error('ipaddr: address outside defined range');
		                }

		                results.push(parseIntAuto(ref[0]));
		                results.push((value >> 16) & 0xff);
		                results.push((value >>  8) & 0xff);
		                results.push( value        & 0xff);

		                return results;
		            })();
		        } else if ((match = string.match(ipv4Regexes.threeOctet))) {
		            return (function () {
		                const ref = match.slice(1, 5);
		                const results = [];

		                value = parseIntAuto(ref[2]);
		                if (value > 0xffff || value < 0) {
		                    throw new Error('ipaddr: address outside defined range');
		                }

		                results.push(parseIntAuto(ref[0]));
		                results.push(parseIntAuto(ref[1]));
		                results.push((value >> 8) & 0xff);
		                results.push( value       & 0xff);

		                return results;
		            })();
		        } else {
		            return null;
		        }
		    };

		    // A utility function to return subnet mask in IPv4 format given the prefix length
		    ipaddr.IPv4.subnetMaskFromPrefixLength = function (prefix) {
		        prefix = parseInt(prefix);
		        if (Number.isNaN(prefix) || prefix < 0 || prefix > 32) {
		            throw new Error('ipaddr: invalid IPv4 prefix length');
		        }

		        const octets = [0, 0, 0, 0];
		        let j = 0;
		        const filledOctetCount = Math.floor(prefix / 8);

		        while (j < filledOctetCount) {
		            octets[j] = 255;
		            j++;
		        }

		        if (filledOctetCount < 4) {
		            octets[filledOctetCount] = Math.pow(2, prefix % 8) - 1 << 8 - (prefix % 8);
		        }

		        return new this(octets);
		    };

		    // An IPv6 address (RFC2460)
		    ipaddr.IPv6 = (function () {
		        // Constructs an IPv6 address from an array of eight 16 - bit parts
		        // or sixteen 8 - bit parts in network order(MSB first).
		        // Throws an error if the input is invalid.
		        function IPv6 (parts, zoneId) {
		            let i, part;

		            if (parts.length === 16) {
		                this.parts = [];
		                for (i = 0; i <= 14; i += 2) {
		                    this.parts.push((parts[i] << 8) | parts[i + 1]);
		                }
		            } else if (parts.length === 8) {
		                this.parts = parts;
		            } else {
		                throw new Error('ipaddr: ipv6 part count should be 8 or 16');
		            }

		            for (i = 0; i < this.parts.length; i++) {
		                part = this.parts[i];
		                if (!((0 <= part && part <= 0xffff))) {
		                    throw new Error('ipaddr: ipv6 part should fit in 16 bits');
		                }
		            }

		            if (zoneId) {
		                this.zoneId = zoneId;
		            }
		        }

		        // Special IPv6 ranges
		        IPv6.prototype.SpecialRanges = {
		            // RFC4291, here and after
		            unspecified: [new IPv6([0, 0, 0, 0, 0, 0, 0, 0]), 128],
		            linkLocal: [new IPv6([0xfe80, 0, 0, 0, 0, 0, 0, 0]), 10],
		            multicast: [new IPv6([0xff00, 0, 0, 0, 0, 0, 0, 0]), 8],
		            loopback: [new IPv6([0, 0, 0, 0, 0, 0, 0, 1]), 128],
		            uniqueLocal: [new IPv6([0xfc00, 0, 0, 0, 0, 0, 0, 0]), 7],
		            ipv4Mapped: [new IPv6([0, 0, 0, 0, 0, 0xffff, 0, 0]), 96],
		            // RFC3879
		            deprecatedSiteLocal: [new IPv6([0xfec0, 0, 0, 0, 0, 0, 0, 0]), 10],
		            // RFC6666
		            discard: [new IPv6([0x100, 0, 0, 0, 0, 0, 0, 0]), 64],
		            // RFC6145
		            rfc6145: [new IPv6([0, 0, 0, 0, 0xffff, 0, 0, 0]), 96],
		            rfc6052: [
		                // RFC6052
		                [new IPv6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0]), 96],
		                // RFC8215
		                [new IPv6([0x64, 0xff9b, 0x1, 0, 0, 0, 0, 0]), 48],
		            ],
		            // RFC3056
		            '6to4': [new IPv6([0x2002, 0, 0, 0, 0, 0, 0, 0]), 16],
		            // RFC6052, RFC6146
		            teredo: [new IPv6([0x2001, 0, 0, 0, 0, 0, 0, 0]), 32],
		            // RFC5180
		            benchmarking: [new IPv6([0x2001, 0x2, 0, 0, 0, 0, 0, 0]), 48],
		            // RFC7450
		            amt: [new IPv6([0x2001, 0x3, 0, 0, 0, 0, 0, 0]), 32],
		            as112v6: [
		                // RFC7535
		                [new IPv6([0x2001, 0x4, 0x112, 0, 0, 0, 0, 0]), 48],
		                // RFC7534
		                [new IPv6([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0]), 48],
		            ],
		            // RFC4843
		            deprecatedOrchid: [new IPv6([0x2001, 0x10, 0, 0, 0, 0, 0, 0]), 28],
		            // RFC7343
		            orchid2: [new IPv6([0x2001, 0x20, 0, 0, 0, 0, 0, 0]), 28],
		            // RFC9374
		            droneRemoteIdProtocolEntityTags: [new IPv6([0x2001, 0x30, 0, 0, 0, 0, 0, 0]), 28],
		            // RFC9602
		            segmentRouting: [new IPv6([0x5f00, 0, 0, 0, 0, 0, 0, 0]), 16],
		            reserved: [
		                // RFC3849
		                [new IPv6([0x2001, 0, 0, 0, 0, 0, 0, 0]), 23],
		                // RFC2928
		                [new IPv6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0]), 32],
		                // RFC9637
		                [new IPv6([0x3fff, 0, 0, 0, 0, 0, 0, 0]), 20],
		            ],
		        };

		        // Checks if this address is an IPv4-mapped IPv6 address.
		        IPv6.prototype.isIPv4MappedAddress = function () {
		            return this.range() === 'ipv4Mapped';
		        };

		        // The 'kind' method exists on both IPv4 and IPv6 classes.
		        IPv6.prototype.kind = function () {
		            return 'ipv6';
		        };

		        // Checks if this address matches other one within given CIDR range.
		        IPv6.prototype.match = function (other, cidrRange) {
		            let ref;

		            if (cidrRange === undefined) {
		                ref = other;
		                other = ref[0];
		                cidrRange = ref[1];
		            }

		            if (other.kind() !== 'ipv6') {
		                throw new Error('ipaddr: cannot match ipv6 address with non-ipv6 one');
		            }

		            return matchCIDR(this.parts, other.parts, 16, cidrRange);
		        };

		        // returns a number of leading ones in IPv6 address, making sure that
		        // the rest is a solid sequence of 0's (valid netmask)
		        // returns either the CIDR length or null if mask is not valid
		        IPv6.prototype.prefixLengthFromSubnetMask = function () {
		            let cidr = 0;
		            // non-zero encountered stop scanning for zeroes
		            let stop = false;
		            // number of zeroes in octet
		            const zerotable = {
		                0: 16,
		                32768: 15,
		                49152: 14,
		                57344: 13,
		                61440: 12,
		                63488: 11,
		                64512: 10,
		                65024: 9,
		                65280: 8,
		                65408: 7,
		                65472: 6,
		                65504: 5,
		                65520: 4,
		                65528: 3,
		                65532: 2,
		                65534: 1,
		                65535: 0
		            };
		            let part, zeros;

		            for (let i = 7; i >= 0; i -= 1) {
		                part = this.parts[i];
		                if (part in zerotable) {
		                    zeros = zerotable[part];
		                    if (stop && zeros !== 0) {
		                        return null;
		                    }

		                    if (zeros !== 16) {
		                        stop = true;
		                    }

		                    cidr += zeros;
		                } else {
		                    return null;
		                }
		            }

		            return 128 - cidr;
		        };


		        // Checks if the address corresponds to one of the special ranges.
		        IPv6.prototype.range = function () {
		            return ipaddr.subnetMatch(this, this.SpecialRanges);
		        };

		        // Returns an array of byte-sized values in network order (MSB first)
		        IPv6.prototype.toByteArray = function () {
		            let part;
		            const bytes = [];
		            const ref = this.parts;
		            for (let i = 0; i < ref.length; i++) {
		                part = ref[i];
		                bytes.push(part >> 8);
		                bytes.push(part & 0xff);
		            }

		            return bytes;
		        };

		        // Returns the address in expanded format with all zeroes included, like
		        // 2001:0db8:0008:0066:0000:0000:0000:0001
		        IPv6.prototype.toFixedLengthString = function () {
		            const addr = ((function () {
		                const results = [];
		                for (let i = 0; i < this.parts.length; i++) {
		                    results.push(padPart(this.parts[i].toString(16), 4));
		                }

		                return results;
		            }).call(this)).join(':');

		            let suffix = '';

		            if (this.zoneId) {
		                suffix = `%${this.zoneId}`;
		            }

		            return addr + suffix;
		        };

		        // Converts this address to IPv4 address if it is an IPv4-mapped IPv6 address.
		        // Throws an error otherwise.
		        IPv6.prototype.toIPv4Address = function () {
		            if (!this.isIPv4MappedAddress()) {
		                throw new Error('ipaddr: trying to convert a generic ipv6 address to ipv4');
		            }

		            const ref = this.parts.slice(-2);
		            const high = ref[0];
		            const low = ref[1];

		            return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
		        };

		        // Returns the address in expanded format with all zeroes included, like
		        // 2001:db8:8:66:0:0:0:1
		        //
		        // Deprecated: use toFixedLengthString() instead.
		        IPv6.prototype.toNormalizedString = function () {
		            const addr = ((function () {
		                const results = [];

		                for (let i = 0; i < this.parts.length; i++) {
		                    results.push(this.parts[i].toString(16));
		                }

		                return results;
		            }).call(this)).join(':');

		            let suffix = '';

		            if (this.zoneId) {
		                suffix = `%${this.zoneId}`;
		            }

		            return addr + suffix;
		        };

		        // Returns the address in compact, human-readable format like
		        // 2001:db8:8:66::1
		        // in line with RFC 5952 (see https://tools.ietf.org/html/rfc5952#section-4)
		        IPv6.prototype.toRFC5952String = function () {
		            const regex = /((^|:)(0(:|$)){2,})/g;
		            // The zone identifier (RFC 4007) is not part of the address; match
		            // against the address alone so a trailing zero run right before the
		            // "%" suffix still gets compressed (RFC 5952, 4.2.2).
		            let suffix = '';
		            if (this.zoneId) {
		                suffix = `%${this.zoneId}`;
		            }
		            const normalized = this.toNormalizedString();
		            const string = normalized.slice(0, normalized.length - suffix.length);
		            let bestMatchIndex = 0;
		            let bestMatchLength = -1;
		            let bestMatchGroups = -1;
		            let match;

		            while ((match = regex.exec(string))) {
		                // Compare by the number of zero groups, not the matched length:
		                // a run that is not at the start carries a leading ":" in the
		                // match, so an equal-length run later in the address would
		                // otherwise be preferred over the leftmost one (RFC 5952, 4.2.3).
		                const groups = (match[0].match(/0/g) || []).length;
		                if (groups > bestMatchGroups) {
		                    bestMatchGroups = groups;
		                    bestMatchIndex = match.index;
		                    bestMatchLength = match[0].length;
		                }
		            }

		            if (bestMatchLength < 0) {
		                return string + suffix;
		            }

		            return `${string.substring(0, bestMatchIndex)}::${string.substring(bestMatchIndex + bestMatchLength)}${suffix}`;
		        };

		        // Returns the address in compact, human-readable format like
		        // 2001:db8:8:66::1
		        // Calls toRFC5952String under the hood.
		        IPv6.prototype.toString = function () {
		            return this.toRFC5952String();
		        };

		        return IPv6;

		    })();

		    // A utility function to return broadcast address given the IPv6 interface and prefix length in CIDR notation
		    ipaddr.IPv6.broadcastAddressFromCIDR = function (string) {
		        try {
		            const cidr = this.parseCIDR(string);
		            const ipInterfaceOctets = cidr[0].toByteArray();
		            const subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
		            const octets = [];
		            let i = 0;
		            while (i < 16) {
		                // Broadcast address is bitwise OR between ip interface and inverted mask
		                octets.push(parseInt(ipInterfaceOctets[i], 10) | parseInt(subnetMaskOctets[i], 10) ^ 255);
		                i++;
		            }

		            return new this(octets);
		        } catch (e) {
		            throw new Error('ipaddr: the address does not have IPv6 CIDR format', { cause: e });
		        }
		    };

		    // Checks if a given string is formatted like IPv6 address.
		    ipaddr.IPv6.isIPv6 = function (string) {
		        return this.parser(string) !== null;
		    };

		    // Checks to see if string is a valid IPv6 Address
		    ipaddr.IPv6.isValid = function (string) {

		        // Since IPv6.isValid is always called first, this shortcut
		        // provides a substantial performance gain.
		        if (typeof string === 'string' && string.indexOf(':') === -1) {
		            return false;
		        }

		        try {
		            const addr = this.parser(string);
		            new this(addr.parts, addr.zoneId);
		            return true;
		        } catch {
		            return false;
		        }
		    };

		    // Checks if a given string is a valid IPv6 address in CIDR notation.
		    ipaddr.IPv6.isValidCIDR = function (string) {

		        // See note in IPv6.isValid
		        if (typeof string === 'string' && string.indexOf(':') === -1) {
		            return false;
		        }

		        try {
		            this.parseCIDR(string);
		            return true;
		        } catch {
		            return false;
		        }
		    };

		    // A utility function to return network address given the IPv6 interface and prefix length in CIDR notation
		    ipaddr.IPv6.networkAddressFromCIDR = function (string) {
		        let cidr, i, ipInterfaceOctets, octets, subnetMaskOctets;

		        try {
		            cidr = this.parseCIDR(string);
		            ipInterfaceOctets = cidr[0].toByteArray();
		            subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
		            octets = [];
		            i = 0;
		            while (i < 16) {
		                // Network address is bitwise AND between ip interface and mask
		                octets.push(parseInt(ipInterfaceOctets[i], 10) & parseInt(subnetMaskOctets[i], 10));
		                i++;
		            }

		            return new this(octets);
		        } catch (e) {
		            throw new Error('ipaddr: the address does not have IPv6 CIDR format', { cause: e });
		        }
		    };

		    // Tries to parse and validate a string with IPv6 address.
		    // Throws an error if it fails.
		    ipaddr.IPv6.parse = function (string) {
		        const addr = this.parser(string);

		        if (addr === null) {
		            throw new Error('ipaddr: string is not formatted like an IPv6 Address');
		        }

		        return new this(addr.parts, addr.zoneId);
		    };

		    ipaddr.IPv6.parseCIDR = function (string) {
		        let maskLength, match, parsed;

		        if ((match = string.match(/^(.+)\/(\d+)$/))) {
		            maskLength = parseInt(match[2]);
		            if (maskLength >= 0 && maskLength <= 128) {
		                parsed = [this.parse(match[1]), maskLength];
		                Object.defineProperty(parsed, 'toString', {
		                    value: function () {
		                        return this.join('/');
		                    }
		                });
		                return parsed;
		            }
		        }

		        throw new Error('ipaddr: string is not formatted like an IPv6 CIDR range');
		    };

		    // Parse an IPv6 address.
		    ipaddr.IPv6.parser = function (string) {
		        let addr, i, match, octet, octets, zoneId;

		        if ((match = string.match(ipv6Regexes.deprecatedTransitional))) {
		            return this.parser(`::ffff:${match[1]}`);
		        }
		        if (ipv6Regexes.native.test(string)) {
		            return expandIPv6(string, 8);
		        }
		        if ((match = string.match(ipv6Regexes.transitional))) {
		            zoneId = match[6] || '';
		            addr = match[1];
		            if (!match[1].endsWith('::')) {
		                addr = addr.slice(0, -1);
		            }
		            addr = expandIPv6(addr + zoneId, 6);
		            if (addr && addr.parts) {
		                octets = [
		                    parseInt(match[2]),
		                    parseInt(match[3]),
		                    parseInt(match[4]),
		                    parseInt(match[5])
		                ];
		                for (i = 0; i < octets.length; i++) {
		                    octet = octets[i];
		                    if (!((0 <= octet && octet <= 255))) {
		                        return null;
		                    }
		                }

		                addr.parts.push(octets[0] << 8 | octets[1]);
		                addr.parts.push(octets[2] << 8 | octets[3]);
		                return {
		                    parts: addr.parts,
		                    zoneId: addr.zoneId
		                };
		            }
		        }

		        return null;
		    };

		    // A utility function to return subnet mask in IPv6 format given the prefix length
		    ipaddr.IPv6.subnetMaskFromPrefixLength = function (prefix) {
		        prefix = parseInt(prefix);
		        if (Number.isNaN(prefix) || prefix < 0 || prefix > 128) {
		            throw new Error('ipaddr: invalid IPv6 prefix length');
		        }

		        const octets = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
		        let j = 0;
		        const filledOctetCount = Math.floor(prefix / 8);

		        while (j < filledOctetCount) {
		            octets[j] = 255;
		            j++;
		        }

		        if (filledOctetCount < 16) {
		            octets[filledOctetCount] = Math.pow(2, prefix % 8) - 1 << 8 - (prefix % 8);
		        }

		        return new this(octets);
		    };

		    // Try to parse an array in network order (MSB first) for IPv4 and IPv6
		    ipaddr.fromByteArray = function (bytes) {
		        const length = bytes.length;

		        if (length === 4) {
		            return new ipaddr.IPv4(bytes);
		        } else if (length === 16) {
		            return new ipaddr.IPv6(bytes);
		        } else {
		            throw new Error('ipaddr: the binary input is neither an IPv6 nor IPv4 address');
		        }
		    };

		    // Checks if the address is valid IP address
		    ipaddr.isValid = function (string) {
		        return ipaddr.IPv6.isValid(string) || ipaddr.IPv4.isValid(string);
		    };

		    // Checks if the address is valid IP address in CIDR notation
		    ipaddr.isValidCIDR = function (string) {
		        return ipaddr.IPv6.isValidCIDR(string) || ipaddr.IPv4.isValidCIDR(string);
		    };


		    // Attempts to parse an IP Address, first through IPv6 then IPv4.
		    // Throws an error if it could not be parsed.
		    ipaddr.parse = function (string) {
		        if (ipaddr.IPv6.isValid(string)) {
		            return ipaddr.IPv6.parse(string);
		        } else if (ipaddr.IPv4.isValid(string)) {
		            return ipaddr.IPv4.parse(string);
		        } else {
		            throw new Error('ipaddr: the address has neither IPv6 nor IPv4 format');
		        }
		    };

		    // Attempt to parse CIDR notation, first through IPv6 then IPv4.
		    // Throws an error if it could not be parsed.
		    ipaddr.parseCIDR = function (string) {
		        try {
		            return ipaddr.IPv6.parseCIDR(string);
		        } catch {
		            try {
		                return ipaddr.IPv4.parseCIDR(string);
		            } catch (e) {
		                throw new Error('ipaddr: the address has neither IPv6 nor IPv4 CIDR format', { cause: e });
		            }
		        }
		    };

		    // Parse an address and return plain IPv4 address if it is an IPv4-mapped address
		    ipaddr.process = function (string) {
		        const addr = this.parse(string);

		        if (addr.kind() === 'ipv6' && addr.isIPv4MappedAddress()) {
		            return addr.toIPv4Address();
		        } else {
		            return addr;
		        }
		    };

		    // An utility function to ease named range matching. See examples below.
		    // rangeList can contain both IPv4 and IPv6 subnet entries and will not throw errors
		    // on matching IPv4 addresses to IPv6 ranges or vice versa.
		    ipaddr.subnetMatch = function (address, rangeList, defaultName) {
		        let i, rangeName, rangeSubnets, subnet;

		        if (defaultName === undefined || defaultName === null) {
		            defaultName = 'unicast';
		        }

		        for (rangeName in rangeList) {
		            if (Object.prototype.hasOwnProperty.call(rangeList, rangeName)) {
		                rangeSubnets = rangeList[rangeName];
		                // ECMA5 Array.isArray isn't available everywhere
		                if (rangeSubnets[0] && !(rangeSubnets[0] instanceof Array)) {
		                    rangeSubnets = [rangeSubnets];
		                }

		                for (i = 0; i < rangeSubnets.length; i++) {
		                    subnet = rangeSubnets[i];
		                    if (address.kind() === subnet[0].kind() && address.match.apply(address, subnet)) {
		                        return rangeName;
		                    }
		                }
		            }
		        }

		        return defaultName;
		    };

		    // Export for both the CommonJS and browser-like environment
		    if (module.exports) {
		        module.exports = ipaddr;

		    } else {
		        root.ipaddr = ipaddr;
		    }

		}(ipaddr$1)); 
	} (ipaddr$2));
	return ipaddr$2.exports;
}

var ipaddrExports = requireIpaddr();
const ipaddr = /*@__PURE__*/_commonjsHelpers.getDefaultExportFromCjs(ipaddrExports);

// IP addresses and CIDR blocks. A library parses the addresses (docs/decisions/dependencies.md). This file adds two rules: an
// IPv4 address written as IPv6 (`::ffff:10.1.2.3`) counts as IPv4, and only strict notations are accepted.


                                        

/** Tests whether an address lies in a CIDR block; undefined for a value that is not an IP address. */
                                                          

/** Parses `10.0.0.0/8` or `fd00::/8`; undefined when the text is not a CIDR block. */
function parseBlock(text        )                    {
  const [, network = '', digits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  // Nearly every text is not a block, and the library is slow to find that out.
  const written = network === '' ? undefined : parseStrictly(network);
  if (written === undefined) return undefined
  const address = unmapped(written);
  const mapped = written.kind() !== address.kind();
  const bits = Number(digits) - (mapped ? 96 : 0);
  if (bits < 0 || bits > (address.kind() === 'ipv4' ? 32 : 128)) return undefined
  return value => {
    const candidate = parseStrictly(value);
    if (candidate === undefined) return undefined
    const plain = unmapped(candidate);
    return plain.kind() === address.kind() && plain.match(address                             , bits)
  }
}

function parseStrictly(text        )                      {
  // The longest textual form of an address has 45 characters, plus a zone. Longer text is not worth parsing.
  if (text.length > 64) return undefined
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined
}

function unmapped(address         )          {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}

// Compares one value of an event with one literal of a filter. Everything that depends only on the literal is computed once;
// the work per value allocates nothing in the common cases.

                                                      

/** A test of one value, which is never undefined, null or an array: those yield no value or several. */
                                              

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

const never       = () => false;

/** Returns the positive test of an operator. `!=` negates `=` over all values of a field, so its test is that of `=`. */
function compileTest(operator          , literal              )       {
  switch (operator) {
    case '=':
    case '!=':
      return compileEquality(literal)
    case 'like':
      return compileText(literal, (value, part) => value.includes(part))
    case 'starts_with':
      return compileText(literal, (value, part) => value.startsWith(part))
    case 'ends_with':
      return compileText(literal, (value, part) => value.endsWith(part))
    case '>':
      return compileOrder(literal, (value, bound) => value > bound)
    case '>=':
      return compileOrder(literal, (value, bound) => value >= bound)
    case '<':
      return compileOrder(literal, (value, bound) => value < bound)
    case '<=':
      return compileOrder(literal, (value, bound) => value <= bound)
  }
}

function compileEquality(literal              )       {
  switch (literal.kind) {
    case 'null':
      return never
    case 'boolean': {
      const text = String(literal.value);
      return value => value === literal.value || value === text
    }
    case 'number': {
      const digits = canonicalNumber(literal.text);
      return value =>
        typeof value === 'number'
          ? value === literal.value
          : typeof value === 'string' && NUMBER.test(value) && canonicalNumber(value) === digits
    }
    case 'text':
      return compileTextEquality(literal.value)
  }
}

function compileTextEquality(text        )       {
  const block = parseBlock(text);
  if (block !== undefined) return value => typeof value === 'string' && (block(value) ?? value === text)
  if (text === 'true' || text === 'false') return value => value === text || value === (text === 'true')
  if (!NUMBER.test(text)) return value => value === text
  const number = Number(text);
  return value => value === text || (typeof value === 'number' && value === number)
}

function compileText(literal              , holds                                          )       {
  if (literal.kind !== 'text') return never
  const part = literal.value;
  return value => typeof value === 'string' && holds(value, part)
}

function compileOrder(literal              , holds                                           )       {
  const text = literal.kind === 'number' || literal.kind === 'text' ? literal : undefined;
  if (text === undefined) return never
  const number = text.kind === 'number' ? text.value : toNumber(text.value);
  if (number !== undefined) {
    return value => {
      const candidate = typeof value === 'number' ? value : typeof value === 'string' ? toNumber(value) : undefined;
      return candidate !== undefined && holds(candidate, number)
    }
  }
  const instant = toInstant(text.value);
  if (instant === undefined) return never
  return value => {
    const candidate = toInstant(value);
    return candidate !== undefined && holds(candidate, instant)
  }
}

/** The number that a text represents; undefined unless the text is an optional minus, digits and an optional fraction. */
function toNumber(text        )                     {
  return NUMBER.test(text) ? Number(text) : undefined
}

/** Converts an ISO 8601 timestamp with a zone to milliseconds since 1970; undefined for anything else. */
function toInstant(value         )                     {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant
}

/** Whether an ordering operator can hold at all with this literal. */
function isOrderable(literal              )          {
  return literal.kind === 'number' || (literal.kind === 'text' && (NUMBER.test(literal.value) || toInstant(literal.value) !== undefined))
}

// All texts of one number have the same canonical digits. Comparing them as doubles would treat numbers of more than 15 digits as
// equal although their last digits differ.
function canonicalNumber(text        )         {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${fraction.replace(/0+$/, '')}`;
  return negative && digits !== '0.' ? `-${digits}` : digits
}

// Decides whether a resource policy allows everybody. A policy that cannot be read counts as public. A Condition counts only if it
// restricts who the caller is: aws:SecureTransport, for example, keeps nobody out.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html


/** Whether a policy allows everybody. It is a text or, in records that tools have rewritten, an object. */
function isPublic(policy         )          {
  const document = typeof policy === 'string' ? parse(policy) : policy;
  if (!json.isObject(document)) return true
  const statements = [json.own(document, 'Statement')].flat();
  return statements.some(statement => !json.isObject(statement) || allowsEverybody(statement))
}

function parse(text        )          {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// An `Allow` with `NotPrincipal` allows everybody except those it names.
function allowsEverybody(statement        )          {
  if (json.own(statement, 'Effect') !== 'Allow' || bindsCaller(json.own(statement, 'Condition'))) return false
  if (json.own(statement, 'NotPrincipal') !== undefined) return true
  const principal = json.own(statement, 'Principal');
  return principal === '*' || [json.isObject(principal) ? json.own(principal, 'AWS') : undefined].flat().includes('*')
}

/** Operators that hold only if the key is present and has one of the values. */
const BINDING_OPERATORS = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;

/** For each condition key, the form of values that restrict the caller. Tags and user names do not: callers choose their own. */
const BINDING_VALUES                              = new Map([
  ...['principalorgid', 'sourceorgid', 'vpceorgid'].map(key => [`aws:${key}`, /^o-[a-z0-9]{10,32}$/]         ),
  ...['principalorgpaths', 'sourceorgpaths', 'vpceorgpaths'].map(key => [`aws:${key}`, /^o-[a-z0-9]{10,32}\//]         ),
  ...['principalaccount', 'sourceaccount', 'vpceaccount'].map(key => [`aws:${key}`, /^\d{12}$/]         ),
  ...['principalarn', 'sourcearn'].map(key => [`aws:${key}`, /^arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:/]         ),
  ['aws:userid', /^A[A-Z0-9]{15,}(?::|$)/],
  ['aws:sourcevpc', /^vpc-[0-9a-f]+$/],
  ['aws:sourcevpce', /^vpce-[0-9a-f]+$/],
  ['aws:sourceip', /^(?!0\.|::)[0-9a-f.:]+(?:\/(?!0+$)\d+)?$/i],
]);

// All parts of a Condition must hold, so one part that restricts the caller is enough. Any of its values may match, so all of them
// must restrict the caller.
function bindsCaller(condition         )          {
  if (!json.isObject(condition)) return false
  return Object.entries(condition).some(
    ([operator, keys]) =>
      BINDING_OPERATORS.test(operator) &&
      json.isObject(keys) &&
      Object.entries(keys).some(([key, given]) => {
        const shape = BINDING_VALUES.get(key.toLowerCase());
        const values = [given].flat();
        return shape !== undefined && values.length > 0 && values.every(value => shape.test(String(value)))
      }),
  )
}

// Works on JSON as text, for events that are printed unchanged. A string may be as long as a whole record, so strings are skipped
// by searching for their closing quote; a regular expression would overflow the stack on long ones.

/** The text by which CloudTrail replaces a secret in a record; secrets hidden here are replaced by the same text. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

// Fields that give access to whoever reads them, such as those of a session. CloudTrail masks the token of a session but not the
// URL that contains it. Athena's columns are in lower case, so letter case does not matter.
const SECRETS = 'streamUrl|tokenValue|sessionToken|secretAccessKey';
const SECRET_FIELD = new RegExp(`^(?:${SECRETS})$`, 'i');
const SECRET = new RegExp(`"(?:${SECRETS})"\\s*:\\s*"`, 'gi');

// Every JSON text that names a secret field matches this, even if the name is written with JSON escapes.
const SECRET_WORD = new RegExp(`${SECRETS}|\\\\u`, 'i');

/** Hides the values of secret fields in a text that contains JSON, whether complete or truncated. */
function hideSecrets(json        )         {
  const parts           = [];
  let from = 0;
  SECRET.lastIndex = 0;
  for (let match = SECRET.exec(json); match !== null; match = SECRET.exec(json)) {
    const start = match.index + match[0].length;
    parts.push(json.slice(from, start), HIDDEN);
    from = endOfText(json, start);
    SECRET.lastIndex = from;
  }
  return parts.length === 0 ? json : parts.join('') + json.slice(from)
}

/** Puts JSON text on one line by removing white space between tokens; text already on one line stays unchanged. */
function onOneLine(json        )         {
  if (!/[\r\n]/.test(json)) return json
  const parts           = [];
  let from = 0;
  for (let quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', from)) {
    const end = endOfText(json, quote + 1);
    parts.push(json.slice(from, quote).replace(/\s+/g, ''), json.slice(quote, end + 1));
    from = end + 1;
  }
  return parts.join('') + json.slice(from).replace(/\s+/g, '')
}

/** The deepest nesting of an event. JSON.parse has no limit, but JSON.stringify overflows the stack at a few thousand levels. */
const MAX_DEPTH = 1000;

/** Whether JSON text is nested deeper than an event may be. */
function isTooDeep(json        )          {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfText(json, at + 1);
    else if ((character === '{' || character === '[') && ++depth > MAX_DEPTH) return true
    else if (character === '}' || character === ']') depth--;
  }
  return false
}

/** Whether any segment of a path names a secret, which must never be shown. */
function isSecret(segments                              )          {
  return segments.some(segment => SECRET_FIELD.test(String(segment)))
}

/** The JSON text of a value without its secrets, including those in strings that contain JSON themselves. */
function stringifyWithoutSecrets(value         )         {
  return JSON.stringify(value, (key, inner         ) => {
    if (SECRET_FIELD.test(key) && inner !== null) return HIDDEN
    return typeof inner === 'string' ? (rewriteWithoutSecrets(inner) ?? hideSecrets(inner)) : inner
  })
}

/** Rewrites JSON text without its secrets; undefined when it has none, or is not a JSON object or list. */
function rewriteWithoutSecrets(json        )                     {
  if (!SECRET_WORD.test(json) || !/^\s*[{[]/.test(json) || isTooDeep(json)) return undefined
  try {
    const value          = JSON.parse(json);
    const hidden = stringifyWithoutSecrets(value);
    return hidden === JSON.stringify(value) ? undefined : hidden
  } catch {
    // Text that only looks like JSON is left to the caller.
    return undefined
  }
}

// Returns the offset of the quote that closes the string whose content begins at `start`: the first one after an even number of
// backslashes.
function endOfText(json        , start        )         {
  for (let at = json.indexOf('"', start); at >= 0; at = json.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (at - backslashes > start && json[at - backslashes - 1] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at
  }
  return json.length
}

// CloudTrail records: which fields are parsed before matching, and the names that Threat Stack gives to fields.


/** Fields that may arrive as JSON text, in CloudTrail's spelling and in that of the Athena table. */
const JSON_IN_TEXT = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestparameters',
  'responseelements',
  'additionaleventdata',
];

/** Any JSON object with an `eventSource` is an event of type cloudtrail. */
function isCloudTrail(event        )          {
  return Object.hasOwn(event, 'eventSource')
}

/**
 * The text of the record inside a LookupEvents result; undefined for any other object. The result's own EventName, Username and
 * ReadOnly only repeat the record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
function lookupRecord(value        )                     {
  return json.ownText(value, 'CloudTrailEvent')
}

/** Prepares a record for matching: parameters that arrived as JSON text become objects, everything else is unchanged. */
function toEvent(record        )         {
  const parsed = JSON_IN_TEXT.flatMap(name => {
    const value = parseObject(json.own(record, name));
    return value === undefined ? [] : [[name, value]         ]
  });
  return parsed.length === 0 ? record : { ...record, ...Object.fromEntries(parsed) }
}

/** Whether an event still has parameters as JSON text that could not be parsed, so that no filter saw their content. */
function hasUnreadText(event        )          {
  return JSON_IN_TEXT.some(name => {
    const value = json.own(event, name);
    return typeof value === 'string' && looksLikeObject(value)
  })
}

function looksLikeObject(text        )          {
  return text.trimStart().startsWith('{')
}

function parseObject(text         )                     {
  if (typeof text !== 'string' || !looksLikeObject(text) || isTooDeep(text)) return undefined
  try {
    return JSON.parse(text)          
  } catch {
    // Text that only looks like JSON stays text.
    return undefined
  }
}

/** The event's time in milliseconds since 1970; undefined when it has no readable eventTime. */
function timeOf(event        )                     {
  return toInstant(json.own(event, 'eventTime'))
}

/** Formats an instant as CloudTrail does: in UTC, with a fraction of a second only where there is one. */
function formatInstant(milliseconds        )         {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}

/** Formats a time in whole seconds, as CloudTrail records it, so that an image's event looks like recorded events. */
function formatSecond(now      )         {
  return formatInstant(Math.floor(now.getTime() / 1000) * 1000)
}

/** Reads an instant of an ECR answer. ECR sends seconds since 1970; tools that print its answers write ISO 8601. */
function toIsoTime(value         )                {
  const time = typeof value === 'number' ? value * 1000 : toInstant(value);
  return time === undefined || !(Math.abs(time) <= 8.64e15) ? null : formatInstant(time)
}

/** The value of one of Threat Stack's names for an event; null where it is absent or not a text. */
function textOfAlias(event        , name        )                {
  const value = CLOUDTRAIL_ALIASES.get(name)?.(event);
  return typeof value === 'string' ? value : null
}

/** Threat Stack's names for fields, in addition to CloudTrail's own. They exist on CloudTrail events only. */
const CLOUDTRAIL_ALIASES                                                  = new Map(
  Object.entries({
    event_type: () => 'cloudtrail',
    user: findUser,
    ip: (event        ) => json.own(event, 'sourceIPAddress'),
    region: (event        ) => json.own(event, 'awsRegion'),
    error: (event        ) => json.own(event, 'errorCode'),
    userType: (event        ) => json.own(event, 'userIdentity', 'type'),
    accountId: (event        ) => json.own(event, 'userIdentity', 'accountId') ?? json.own(event, 'recipientAccountId'),
    arnRole: findRole,
    mfaUsed: (event        ) => json.own(event, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated'),
    policyPublic: isPolicyPublic,
  }).map(([name, read]) => [name, (event        ) => (isCloudTrail(event) ? read(event) : undefined)]),
);

function findUser(event        )                     {
  return (
    json.ownText(event, 'userIdentity', 'userName') ??
    json.ownText(event, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName') ??
    json.ownText(event, 'userIdentity', 'arn')?.split(/[/:]/).at(-1) ??
    json.ownText(event, 'userIdentity', 'principalId')?.split(':').at(-1) ??
    json.ownText(event, 'userIdentity', 'invokedBy')
  )
}

// arn:aws:sts::111122223333:assumed-role/Deploy/session → assumed-role/Deploy/session
function findRole(event        )                     {
  const resource = json.ownText(event, 'userIdentity', 'arn')?.split(':').slice(5).join(':');
  return resource?.startsWith('assumed-role/') ? resource : undefined
}

// Whether the policy that a call sets allows everybody. CloudTrail omits parameters that are too large and says so; an omitted
// policy counts as public.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
function isPolicyPublic(event        )                      {
  const policy = json.own(event, 'requestParameters', 'policyText') ?? json.own(event, 'requestParameters', 'repositoryPolicy') ?? undefined;
  if (policy !== undefined) return isPublic(policy)
  return json.own(event, 'requestParameters', 'omitted') === true ? true : undefined
}

// Converts findings of basic and enhanced scans to one shape, so that later steps handle only one kind of finding.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html


/** ECR's severities, the worst first. The last two mean that nobody has rated the finding yet. */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'];         

                                                             

/** A package that has a finding. */
                          
                              
                                 
                                 
                                                                                       
                                 
                                 
                                                                  
                              
                                                           
                               
 

/** The version as the package manager writes it, such as `3.0.11-1~deb12u2`; empty where it is unknown. */
function versionOf(pack                )         {
  return [pack?.version, pack?.release].filter(part => part !== null && part !== undefined).join('-')
}

                          
                                                                                                    
                     
                                     
                             
                               
                                                                        
                       
                                                            
                           
                                                                  
                                                  
                               
                                
                                
                              
                                      
                                          
                                     
                                   
                                   
                                  
                                       
                                                      
                              
                                                               
                                  
                                                                 
                                         
                                        
                                                                                       
                                    
                                     
 

/** Reads one entry of `findings`; undefined when it is not an object or has no name. */
function readBasicFinding(entry         )                      {
  const id = json.ownText(entry, 'name');
  if (id === undefined) return undefined
  const attributes         = Object.fromEntries(
    json.ownList(entry, 'attributes').map(pair => [json.ownText(pair, 'key')?.toLowerCase() ?? '', json.own(pair, 'value')]),
  );
  const uri = json.ownText(entry, 'uri');
  const packages = Object.hasOwn(attributes, 'package_name') ? [readBasicPackage(attributes)] : [];
  return {
    id,
    aliases: [],
    arn: null,
    title: null,
    type: 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: 'open',
    score: json.ownNumber(attributes, 'cvss4_score') ?? json.ownNumber(attributes, 'cvss3_score') ?? json.ownNumber(attributes, 'cvss2_score') ?? null,
    vector: json.ownText(attributes, 'cvss4_vector') ?? json.ownText(attributes, 'cvss3_vector') ?? json.ownText(attributes, 'cvss2_vector') ?? null,
    vendor: null,
    epss: null,
    fixAvailable: null,
    exploitAvailable: null,
    description: json.ownText(entry, 'description') ?? null,
    links: uri === undefined ? [] : [uri],
    package: packages[0] ?? null,
    packages,
    path: null,
    platform: null,
    firstObservedAt: null,
    lastObservedAt: null,
    inUseCount: null,
    lastInUseAt: null,
  }
}

function readBasicPackage(attributes        )          {
  return {
    name: json.ownText(attributes, 'package_name') ?? null,
    version: json.ownText(attributes, 'package_version') ?? null,
    release: null,
    fixedIn: availableVersion(attributes, 'fixed_in_version'),
    manager: null,
    path: null,
    layer: null,
  }
}

/** Reads one entry of `enhancedFindings`; code and network findings have no packages. */
function readEnhancedFinding(entry         )                      {
  const details = json.own(entry, 'packageVulnerabilityDetails');
  const arn = json.ownText(entry, 'findingArn');
  const title = json.ownText(entry, 'title');
  const id = json.ownText(details, 'vulnerabilityId') ?? title ?? arn;
  if (id === undefined) return undefined
  const links = [json.own(details, 'sourceUrl'), ...json.ownList(details, 'referenceUrls')];
  const packages = json.ownList(details, 'vulnerablePackages').map(readPackage);
  const images = json.ownList(entry, 'resources').map(resource => json.own(resource, 'details', 'awsEcrContainerImage'));
  return {
    id,
    aliases: texts(json.ownList(details, 'relatedVulnerabilities')),
    arn: arn ?? null,
    title: title ?? null,
    type: json.ownText(entry, 'type') ?? 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: stateOf(json.ownText(entry, 'status')),
    score: json.ownNumber(entry, 'score') ?? null,
    vector: json.ownText(entry, 'scoreDetails', 'cvss', 'scoringVector') ?? json.ownText(json.ownList(details, 'cvss')[0], 'scoringVector') ?? null,
    vendor: json.ownText(details, 'source') ?? null,
    epss: json.ownNumber(entry, 'epss', 'score') ?? null,
    fixAvailable: json.ownText(entry, 'fixAvailable') ?? null,
    exploitAvailable: json.ownText(entry, 'exploitAvailable') ?? null,
    description: json.ownText(entry, 'description') ?? null,
    links: [...new Set(texts(links))],
    package: packages[0] ?? null,
    packages,
    path: packages.find(({ path }) => path !== null)?.path ?? null,
    platform: firstOf(images, image => json.ownText(image, 'platform')),
    firstObservedAt: toIsoTime(json.own(entry, 'firstObservedAt')),
    lastObservedAt: toIsoTime(json.own(entry, 'lastObservedAt')),
    inUseCount: firstOf(images, image => json.ownNumber(image, 'inUseCount')),
    lastInUseAt: firstOf(images, image => toIsoTime(json.own(image, 'lastInUseAt')) ?? undefined),
  }
}

/** The Region in the ARN of an enhanced finding's resource; basic findings name none. */
function regionOf(entry         )                {
  return firstOf(json.ownList(entry, 'resources'), resource => /^arn:[^:]+:ecr:([a-z0-9-]+):/.exec(json.ownText(resource, 'id') ?? '')?.[1])
}

/** Counts the open findings of each severity. A severity without any is absent, as in ECR's own counts. */
function countSeverities(findings                    , counts = isOpen)                 {
  const numbers = new Map                ();
  for (const finding of findings) if (counts(finding)) numbers.set(finding.severity, (numbers.get(finding.severity) ?? 0) + 1);
  return Object.fromEntries([...numbers].sort(([a], [b]) => rank(a) - rank(b)))
}

function isOpen({ state }         )          {
  return state === 'open'
}

/** The position of a severity, the worst first; a word that is not one of ECR's comes last. */
function rank(severity        )         {
  const position = (SEVERITIES                     ).indexOf(severity);
  return position < 0 ? SEVERITIES.length : position
}

function readPackage(entry         )          {
  return {
    name: json.ownText(entry, 'name') ?? null,
    version: json.ownText(entry, 'version') ?? null,
    release: json.ownText(entry, 'release') ?? null,
    fixedIn: availableVersion(entry, 'fixedInVersion'),
    manager: json.ownText(entry, 'packageManager') ?? null,
    path: json.ownText(entry, 'filePath') ?? null,
    layer: json.ownText(entry, 'sourceLayerHash') ?? null,
  }
}

// A severity that is not a text is kept as JSON. That equals none of ECR's severities, and it is not taken for a missing one.
function severityOf(entry         )         {
  const severity = json.own(entry, 'severity');
  return typeof severity === 'string' && severity.trim() !== ''
    ? severity.trim()
    : severity === undefined
      ? 'UNDEFINED'
      : JSON.stringify(severity)
}

function stateOf(status                    )                   {
  if (status === 'CLOSED') return 'closed'
  return status === 'SUPPRESSED' ? 'suppressed' : 'open'
}

function availableVersion(entry         , name        )                {
  const version = json.ownText(entry, name);
  return version === undefined || /^not\s*available$/i.test(version) ? null : version
}

function firstOf   (list                    , read                                   )           {
  for (const entry of list) {
    const value = read(entry);
    if (value !== undefined) return value
  }
  return null
}

function texts(values                    )                    {
  return values.filter(value => typeof value === 'string').map(value => value.trim())
}

// ECR's ScanStatus: which values are results, which mean that the scan is not done yet, which end without a result, and what each
// one means.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html


/** `unknown` is a status that ECR does not document, or none at all. Neither is a result. */
                                                                 

const STATUSES                                                             = new Map([
  ['COMPLETE', ['ready', 'the scan is done']],
  ['ACTIVE', ['ready', 'Inspector scans the image continuously']],
  ['IN_PROGRESS', ['waiting', 'the scan is still running; read it again when it is done']],
  ['PENDING', ['waiting', 'the scan has not begun; read it again when it is done']],
  ['FAILED', ['ended', 'the scan failed; scan the image again, or push it again']],
  ['UNSUPPORTED_IMAGE', ['ended', 'ECR cannot scan this kind of image']],
  [
    'SCAN_ELIGIBILITY_EXPIRED',
    ['ended', "Inspector's rescan period for the image has ended; push it again, or lengthen the rescan duration"],
  ],
  ['FINDINGS_UNAVAILABLE', ['ended', 'ECR has no findings for this image; scan it again']],
  ['LIMIT_EXCEEDED', ['ended', 'a limit of the service ended the scan; scan it again later']],
  ['IMAGE_ARCHIVED', ['ended', 'the image is archived and no longer scanned; restore it first']],
]);

/** The status of a DescribeImageScanFindings answer, unchanged. */
function statusOf(answer         )                {
  return json.ownText(answer, 'imageScanStatus', 'status') ?? null
}

function readinessOf(answer         )            {
  return STATUSES.get(statusOf(answer) ?? '')?.[0] ?? 'unknown'
}

/** The first status that is not a result; the first page's status when all are results. */
function worstStatus(answers                   )                {
  const [worst = answers[0]] = answers.filter(answer => readinessOf(answer) !== 'ready');
  return statusOf(worst)
}

/** Explains in one sentence why an answer is not a result, with ECR's own description where it gives one. */
function explainStatus(answer         )         {
  const status = statusOf(answer);
  if (status === null) return 'the answer has no imageScanStatus, so nothing says that the scan is complete'
  const [, meaning] = STATUSES.get(status) ?? [];
  const description = json.ownText(answer, 'imageScanStatus', 'description');
  const says = description === undefined ? '' : ` (ECR says: ${description})`;
  return `the scan's status is ${meaning === undefined ? uri.quote(status) : status}: ${meaning ?? 'ECR does not document this status, so it is not a result'}${says}`
}

// Finds every reason why the answers of DescribeImageScanFindings may be incomplete for an image. Each is a gap, and an image
// with a gap can never pass. A difference that hides nothing is only a note.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html


/**
 * Returns why these pages are not enough to judge an image completely; empty when they are, and when there are no pages to check.
 * `waited` means that a gap already reports a scan that was not done in time.
 */
function findGaps(
  pages                 ,
  findings                    ,
  { stayedEmpty = false, waited = false }                                                                = {},
)                    {
  if (pages.length === 0) return []
  return [
    ...checkStatuses(pages, waited),
    ...new Set(pages.flatMap(({ head }) => checkIdentity(head))),
    ...checkTokens(pages),
    ...new Set(pages.flatMap(({ gaps }) => gaps)),
    ...checkCounts(pages, findings),
    ...(stayedEmpty ? [] : checkEmptiness(pages, findings)),
  ]
}

// If the run already waited for the scan, that gap has been reported, and the advice to read it again would not help.
function checkStatuses(pages                 , waited         )           {
  const silent = waited ? ['ready', 'waiting'] : ['ready'];
  return [...new Set(pages.flatMap(({ head }) => (silent.includes(readinessOf(head)) ? [] : [explainStatus(head)])))]
}

function checkTokens(pages                 )           {
  const tokens = pages.flatMap(({ head }) => tokenOf(head));
  if (new Set(tokens).size < tokens.length) return ['two different pages have the same nextToken, so they are not from one reading']
  if (tokens.length === pages.length) return ['the last page has a nextToken, so some findings are missing']
  return []
}

// The AWS CLI writes `NextToken` when it was told to stop early. A value that is not a text also counts as a token.
function tokenOf(head        )           {
  return ['nextToken', 'NextToken'].flatMap(name => {
    const token = json.own(head, name);
    return token === undefined || token === '' ? [] : [JSON.stringify(token)]
  })
}

// The image must be identified for certain, or the answer about one image could be taken for another's.
function checkIdentity(head        )           {
  const names = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest'], ['imageId', 'imageTag']];
  const wrong = names.filter(path => json.own(head, ...path) !== undefined && json.ownText(head, ...path) === undefined);
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is not a text`)
  if (json.ownText(head, 'repositoryName') === undefined) return ['the answer does not name its repository']
  const image = json.ownText(head, 'imageId', 'imageDigest') ?? json.ownText(head, 'imageId', 'imageTag');
  return image === undefined ? ['the answer does not name its image'] : []
}

function checkCounts(pages                 , findings                    )           {
  const ready = isReady(pages);
  const countWhole = !isEnhanced(pages) && countAlike(pages);
  const gaps = pages.flatMap(({ head, listed, entries }) => {
    if (listed.length === 0) return ready ? ['the scan status is complete, but a page has no list of findings'] : []
    const total = totalOf(head);
    if (total === undefined) return ['findingSeverityCounts contains a value that is not a number']
    const here = countWhole ? findings.length : entries;
    return total > here ? [`ECR counts ${total} findings, but the list has ${here}`] : []
  });
  return [...new Set(gaps)]
}

function checkEmptiness(pages                 , findings                    )           {
  const listed = pages.every(page => page.listed.length > 0);
  if (findings.length > 0 || !isReady(pages) || !listed || isProven(pages)) return []
  return ['the list of findings is empty, and no completion time shows that the scan is done']
}

function isReady(pages                 )          {
  return pages.every(({ head }) => readinessOf(head) === 'ready')
}

/**
 * Whether the answer itself proves that the scan is done, even if its list is empty. ECR also returns an empty list for an
 * enhanced scan that has not begun; only the time of completion tells the two apart. A basic result always has its counts.
 */
function isProven(pages                 )          {
  const basic = !isEnhanced(pages);
  return pages.some(
    ({ head }) => toIsoTime(json.own(head, 'imageScanFindings', 'imageScanCompletedAt')) !== null || (basic && json.isObject(countsOf(head))),
  )
}

/** Whether the pages are from an enhanced scan: they have its list, or the status that only enhanced scans have. */
function isEnhanced(pages                 )          {
  return pages.some(({ head, listed }) => listed.includes('enhancedFindings') || statusOf(head) === 'ACTIVE')
}

function countsOf(head                    )          {
  return json.own(head, 'imageScanFindings', 'findingSeverityCounts')
}

// Each page of a basic scan counts the whole image, so all have the same counts. Pages with different counts must each count only
// themselves, as enhanced ones do.
function countAlike(pages                 )          {
  return new Set(pages.map(({ head }) => JSON.stringify(countsOf(head) ?? null))).size === 1
}

// Zero when there are no counts; undefined when they are not valid.
function totalOf(head        )                     {
  const counts = countsOf(head);
  if (counts === undefined) return 0
  if (!json.isObject(counts)) return undefined
  let total = 0;
  for (const count of Object.values(counts)) {
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) return undefined
    total += count;
  }
  return total
}

/**
 * Returns a note if ECR's counts differ from the list, which decides. Pages that count only themselves cannot be compared with the
 * whole list.
 */
function compareCounts(pages                 , findings                    )           {
  if (pages.length > 1 && (isEnhanced(pages) || !countAlike(pages))) return []
  const said = countsOf(pages[0]?.head);
  if (!json.isObject(said)) return []
  const listed = countSeverities(findings, () => true);
  const severities = [...new Set([...Object.keys(said), ...Object.keys(listed)])];
  const different = severities.filter(severity => (json.own(said, severity) ?? 0) !== (json.own(listed, severity) ?? 0));
  if (different.length === 0) return []
  return [`ECR counts ${formatCounts(said)}, but the list has ${formatCounts(listed)}; the list is used`]
}

function formatCounts(counts        )         {
  const parts = Object.entries(counts).map(([severity, count]) => `${JSON.stringify(count)} ${severity}`);
  return parts.length === 0 ? 'none' : parts.join(', ')
}

// Reads one answer of DescribeImageScanFindings: its head, and its findings in the common shape. An image may have tens of
// thousands of findings, so the original lists are dropped unless a rule needs them.


/** The names of ECR's two lists of findings. */
const LISTS = ['findings', 'enhancedFindings'];         

                       
                                      
                       
                                       
                                                    
                                         
                          
                                     
                                                   
                                
                                             
                                  
                                              
                        
 

/** A finding with a key. Pages that list the same finding have the same key for it. */
                        
                      
                           
 

function readPage(answer        , keepLists         )       {
  const body = json.own(answer, 'imageScanFindings');
  const findings          = [];
  const listed                           = [];
  const gaps = new Set        ();
  let entries = 0;
  let region                = null;
  for (const name of LISTS) {
    const list = json.own(body, name);
    if (list === undefined) continue
    if (!Array.isArray(list)) {
      gaps.add(`${name} is not a list`);
      continue
    }
    listed.push(name);
    entries += list.length;
    for (const entry of list) {
      region ??= regionOf(entry);
      const finding = name === 'findings' ? readBasicFinding(entry) : readEnhancedFinding(entry);
      if (finding === undefined) gaps.add(`an entry of ${name} names no vulnerability`);
      else {
        findings.push({ key: keyOf(entry), finding });
        if (!(SEVERITIES                     ).includes(finding.severity))
          gaps.add(`a finding has the severity ${uri.quote(finding.severity)}, which ECR does not document`);
      }
    }
  }
  const lists = Object.fromEntries(keepLists ? listed.map(name => [name, json.own(body, name)]) : []);
  return { head: withoutLists(answer), listed, entries, findings, region, gaps: [...gaps], lists }
}

function withoutLists(answer        )         {
  const body = answer['imageScanFindings'];
  if (!json.isObject(body)) return answer
  const { findings: _, enhancedFindings: __, ...head } = body;
  return { ...answer, imageScanFindings: head }
}

// Inspector gives each finding an ARN. The ARN and the states that rules ask for identify an entry without serializing all of it.
function keyOf(entry         )         {
  const arn = json.ownText(entry, 'findingArn');
  if (arn === undefined) return JSON.stringify(entry)
  return JSON.stringify([arn, ...['severity', 'status', 'fixAvailable', 'exploitAvailable'].map(name => json.own(entry, name))])
}

/** The findings of all pages. A finding on two pages counts once; listed twice on one page it counts twice, as ECR counts it. */
function listFindings(pages                 )                     {
  if (pages.length === 1) return (pages[0]        ).findings.map(({ finding }) => finding)
  const earlier = new Set        ();
  return pages.flatMap(({ findings }) => {
    const here = findings.filter(({ key }) => !earlier.has(key));
    for (const { key } of here) earlier.add(key);
    return here.map(({ finding }) => finding)
  })
}

// Turns answers of DescribeImageScanFindings into images: which answers are pages of one image, what was found, and the event by
// which the image is judged.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html


/** One answer of DescribeImageScanFindings, and where it was read from. */
                         
                         
                       
 

/** The image that this run asked ECR about. */
                          
                             
                         
                                 
                             
                         
                                                                                    
                                  
                                     
 

/** What was read about one image's scan. */
                       
                                 
                                                                         
                            
                                       
                                   
                                    
                                                                                               
                                
 

/** An image under judgement, with everything its scan returned. */
                        
                                                                                                                
                      
                                    
                                        
                                
                                                                                                  
                                     
                                  
                                                                                                    
                                  
                                
                                                                    
                                
                                               
                                   
                                       
                                    
                                         
                                                                       
                                  
                                   
                        
 

/** Whether an object looks like an answer of DescribeImageScanFindings at all. */
function isAnswer(value        )          {
  return (
    ['imageScanFindings', 'imageScanStatus'].some(name => Object.hasOwn(value, name)) ||
    (Object.hasOwn(value, 'repositoryName') && Object.hasOwn(value, 'imageId'))
  )
}

/** The events to explain: for an answer of DescribeImageScanFindings the events its image is judged by, otherwise the value itself. */
function toJudgedEvents(value        , readAt        )                    {
  if (!isAnswer(value)) return [value]
  return readImages([{ origin: '', body: value }], readAt).flatMap(image => [image.event, ...toFindingEvents(image)])
}

/** Groups pages by image and reads each image. `readAt` is the time of reading, which becomes the event's time. */
function readImages(answers                   , readAt        )                   {
  const groups = new Map                  ();
  for (const answer of answers) {
    const key = identify(answer.body);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [answer]);
    else group.push(answer);
  }
  // The same file given twice does not count as a second page.
  return [...groups.values()].map(group =>
    readImage({ pages: [...new Map(group.map(({ body }) => [JSON.stringify(body), readPage(body, true)])).values()] }, readAt),
  )
}

function identify(body        )         {
  const digest = json.own(body, 'imageId', 'imageDigest') ?? [json.own(body, 'imageId', 'imageTag')];
  return JSON.stringify([json.own(body, 'registryId'), json.own(body, 'repositoryName'), digest])
}

/** Builds an image from what was read about its scan. `readAt` is the time of reading, which becomes the event's time. */
function readImage(scan      , readAt        )        {
  const { pages, subject } = scan;
  const heads = pages.map(({ head }) => head);
  const findings = listFindings(pages);
  const counts = countSeverities(findings);
  const identity = subject === undefined ? identifyPages(pages) : named(subject);
  const { registryId, repositoryName, digest, region, tags } = identity;
  const completed = heads.map(head => toIsoTime(json.own(head, 'imageScanFindings', 'imageScanCompletedAt'))).find(time => time !== null) ?? null;
  return {
    uri: formatUri(registryId, region, repositoryName, tags[0] ?? null, digest),
    registryId,
    repositoryName,
    digest,
    indexDigest: subject?.indexDigest ?? null,
    tags,
    platform: subject?.platform ?? findings.map(finding => finding.platform).find(platform => platform !== null) ?? null,
    region,
    status: worstStatus(heads),
    scannedAt: completed,
    findings,
    severityCounts: counts,
    gaps: [
      ...(scan.gaps ?? []),
      ...(subject === undefined ? [] : new Set(heads.flatMap(head => checkSubject(head, subject)))),
      ...findGaps(pages, findings, { stayedEmpty: scan.stayedEmpty === true, waited: (scan.gaps ?? []).length > 0 }),
      // A caller that read nothing must say why: without pages and without gaps the image would look clean.
      ...(pages.length === 0 && (scan.gaps ?? []).length === 0 ? ['no answer was read'] : []),
    ],
    notes: [...(scan.notes ?? []), ...compareCounts(pages, findings)],
    event: toScanEvent(pages, counts, identity, readAt),
  }
}

                                                                                           

function identifyPages(pages                 )           {
  const head = pages[0]?.head;
  return {
    registryId: json.ownText(head, 'registryId') ?? null,
    repositoryName: json.ownText(head, 'repositoryName') ?? null,
    digest: json.ownText(head, 'imageId', 'imageDigest') ?? null,
    region: pages.map(page => page.region).find(region => region !== null) ?? null,
    tags: [...new Set(pages.flatMap(page => json.ownText(page.head, 'imageId', 'imageTag') ?? []))],
  }
}

function named({ registryId, repositoryName, digest, region, tag }         )           {
  return { registryId, repositoryName, digest, region, tags: tag === null ? [] : [tag] }
}

// An answer about a different image must not clear the image that was asked about.
function checkSubject(answer                    , { registryId, repositoryName, digest }         )                    {
  const said = [
    [json.ownText(answer, 'registryId'), registryId],
    [json.ownText(answer, 'repositoryName'), repositoryName],
    [json.ownText(answer, 'imageId', 'imageDigest'), digest],
  ];         
  return said.flatMap(([found, asked]) =>
    found === undefined || found === asked ? [] : [`ECR answered about ${uri.quote(found)}, but the request was for ${uri.quote(asked)}`],
  )
}

/** The fields that an image's event can have. It records no actual call, so it names no user and no error. */
const SCAN_EVENT_FIELDS = [
  'eventSource',
  'eventName',
  'eventTime',
  'awsRegion',
  'recipientAccountId',
  'requestParameters',
  'responseElements',
];

// Builds the event that CloudTrail would have recorded, with the answer as its response, so that the filters that Threat Stack
// wrote for the recorded call work unchanged on the live answer.
function toScanEvent(pages                 , counts                , identity          , readAt        )         {
  const { region, registryId, repositoryName, digest } = identity;
  const { nextToken: _, ...answer } = pages[0]?.head ?? {};
  const body = answer['imageScanFindings'];
  const lists = LISTS.flatMap(name => {
    const given = pages.map(page => page.lists[name]).filter(Array.isArray);
    return given.length === 0 ? [] : [[name, given.flat()]         ]
  });
  return {
    eventSource: 'ecr.amazonaws.com',
    eventName: 'DescribeImageScanFindings',
    eventTime: readAt,
    awsRegion: region,
    recipientAccountId: registryId,
    requestParameters: {
      registryId,
      repositoryName,
      imageId: answer['imageId'] ?? (digest === null ? null : { imageDigest: digest }),
    },
    responseElements: {
      ...answer,
      imageScanFindings: { ...(json.isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts },
    },
  }
}

/** One event for each open finding of an image, with the fields of the finding and of its image. */
function* toFindingEvents(image       )                    {
  const { uri, registryId, repositoryName, digest, tags, platform, event } = image;
  const about = { uri, registryId, repositoryName, digest, tags };
  for (const { packages, ...finding } of image.findings) {
    if (finding.state !== 'open') continue
    yield {
      event_type: 'finding',
      eventTime: event['eventTime'],
      ...finding,
      platform: finding.platform ?? platform,
      package: packages,
      path: packages.flatMap(({ path }) => path ?? []),
      image: about,
    };
  }
}

/** A key that identifies an image: registry, repository and digest in one text. */
function imageKey(registryId         , repositoryName         , digest         )         {
  return JSON.stringify([registryId ?? null, repositoryName ?? null, digest ?? null])
}

/** The part of an image's URI by which people recognize it: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
function nameImage(uri        )         {
  return uri.replace(/^[^/]*\//, '').replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1')
}

/** The same with the platform of an index's entry: `payments/api:1.4.2@sha256:4f1c9a7be2d0 linux/arm64`. */
function namePlatformImage({ uri, platform, indexDigest }                                                 )         {
  return indexDigest === null || platform === null ? nameImage(uri) : `${nameImage(uri)} ${platform}`
}

/** Names by which people can tell these images apart. */
function nameImages(images                                                            )                    {
  const names = images.map(namePlatformImage);
  return needHosts(images, names).map((host, i) => `${host}${names[i]}`)
}

/**
 * Returns the prefix that each of these names needs: nothing, or the registry's host and a slash. A repository of the same name may
 * be in several registries, and then only the host tells which one is meant.
 */
function needHosts(images                               , names                   )                    {
  const hosts = images.map(({ uri }) => uri.split('/', 1)[0] ?? '');
  const byName = new Map                                 ();
  for (const [i, host] of hosts.entries()) byName.set(names[i], (byName.get(names[i]) ?? new Set()).add(host));
  return hosts.map((host, i) => ((byName.get(names[i])?.size ?? 0) > 1 ? `${host}/` : ''))
}

function formatUri(
  registryId               ,
  region               ,
  repository               ,
  tag               ,
  digest               ,
)         {
  const registry = region === null ? (registryId ?? 'unknown registry') : uri.registryHost(registryId ?? 'unknown', region);
  return `${registry}/${repository ?? 'unknown repository'}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

exports.CLOUDTRAIL_ALIASES = CLOUDTRAIL_ALIASES;
exports.HIDDEN = HIDDEN;
exports.LISTS = LISTS;
exports.MAX_DEPTH = MAX_DEPTH;
exports.SCAN_EVENT_FIELDS = SCAN_EVENT_FIELDS;
exports.SEVERITIES = SEVERITIES;
exports.compileEquality = compileEquality;
exports.compileTest = compileTest;
exports.explainStatus = explainStatus;
exports.findGaps = findGaps;
exports.formatInstant = formatInstant;
exports.formatSecond = formatSecond;
exports.hasUnreadText = hasUnreadText;
exports.hideSecrets = hideSecrets;
exports.imageKey = imageKey;
exports.isAnswer = isAnswer;
exports.isCloudTrail = isCloudTrail;
exports.isEnhanced = isEnhanced;
exports.isOrderable = isOrderable;
exports.isProven = isProven;
exports.isSecret = isSecret;
exports.isTooDeep = isTooDeep;
exports.listFindings = listFindings;
exports.lookupRecord = lookupRecord;
exports.nameImage = nameImage;
exports.nameImages = nameImages;
exports.needHosts = needHosts;
exports.onOneLine = onOneLine;
exports.parseBlock = parseBlock;
exports.rank = rank;
exports.readImage = readImage;
exports.readImages = readImages;
exports.readPage = readPage;
exports.readinessOf = readinessOf;
exports.rewriteWithoutSecrets = rewriteWithoutSecrets;
exports.statusOf = statusOf;
exports.stringifyWithoutSecrets = stringifyWithoutSecrets;
exports.textOfAlias = textOfAlias;
exports.timeOf = timeOf;
exports.toEvent = toEvent;
exports.toFindingEvents = toFindingEvents;
exports.toInstant = toInstant;
exports.toIsoTime = toIsoTime;
exports.toJudgedEvents = toJudgedEvents;
exports.versionOf = versionOf;
