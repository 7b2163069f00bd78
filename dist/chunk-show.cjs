'use strict';

const _commonjsHelpers = require('./chunk-_commonjsHelpers.cjs');
const uri = require('./chunk-uri.cjs');

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

// IP addresses and the blocks they lie in. Reading addresses is a library's work (docs/decisions/dependencies.md); what is
// ours is that an IPv4 address written as IPv6 (`::ffff:10.1.2.3`) counts as IPv4, and that only strict forms count.


                                        

/** A test for addresses inside a CIDR block; undefined when the text is no CIDR block. */
                                                          

/** Reads `10.0.0.0/8` or `fd00::/8`. The block answers undefined for a value that is no IP address. */
function parseBlock(text        )                    {
  const [, network = '', digits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const written = parseStrictly(network);
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
  // The longest textual form of an address has 45 characters, a zone comes on top; longer text is not worth parsing.
  if (text.length > 64) return undefined
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined
}

function unmapped(address         )          {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}

// How one value of an event compares with one literal of a filter. Everything the literal tells is worked out once;
// what remains for each value allocates nothing in the common cases.

                                                      

/** A test of one value: never undefined, null or an array, those yield no value or several. */
                                              

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

const never       = () => false;

/** The positive test behind an operator; `!=` is the negation of `=` over all values, so its test is that of `=`. */
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

/** The number a text is, `undefined` unless it is an optional minus, digits, and an optional fraction. */
function toNumber(text        )                     {
  return NUMBER.test(text) ? Number(text) : undefined
}

/** Milliseconds since 1970 of an ISO 8601 timestamp with a zone; anything else is undefined. */
function toInstant(value         )                     {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant
}

/** Whether an ordering operator can hold at all with this literal. */
function isOrderable(literal              )          {
  return literal.kind === 'number' || (literal.kind === 'text' && (NUMBER.test(literal.value) || toInstant(literal.value) !== undefined))
}

// Two texts of the same number have the same canonical digits. Comparing them as doubles would make account ids and
// other long numbers equal that differ in their last digits.
function canonicalNumber(text        )         {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${fraction.replace(/0+$/, '')}`;
  return negative && digits !== '0.' ? `-${digits}` : digits
}

// Reads JSON nobody has checked: own properties only, and a value of the wrong type counts as absent.

                                                       

/** Whether a value is a JSON object, which is the only thing that can be an event. */
function isObject(value         )                  {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of own properties; null counts as absent. */
function own(value         , ...path                   )          {
  let at = value;
  for (const name of path) {
    if (!isObject(at) || !Object.hasOwn(at, name)) return undefined
    at = at[name];
  }
  return at ?? undefined
}

/** The text at a path without the blanks around it; ECR's `uri` may end in one, and an empty text says nothing. */
function ownText(value         , ...path                   )                     {
  const text = own(value, ...path);
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

/** The number at a path, or the number its text is. */
function ownNumber(value         , ...path                   )                     {
  const text = ownText(value, ...path);
  const number = text === undefined ? own(value, ...path) : Number(text);
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The array at a path, empty when there is none. */
function ownList(value         , ...path                   )                     {
  const list = own(value, ...path);
  return Array.isArray(list) ? list : []
}

// JSON as text, for events that are printed as they were. The text may be as long as a record may be, so quoted texts are
// stepped over by searching for their end; a regular expression would exhaust the stack on the long ones.

/** The text a CloudTrail record carries where a secret stood; the same word stands where we hide one. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

// Fields that let whoever reads them enter a session; CloudTrail masks the token but not the URL that contains one. Athena's
// columns are in lower case.
const SECRETS = 'streamUrl|tokenValue|sessionToken|secretAccessKey';
const SECRET_FIELD = new RegExp(`^(?:${SECRETS})$`, 'i');
const SECRET = new RegExp(`"(?:${SECRETS})"\\s*:\\s*"`, 'gi');

// What a text that names a secret contains, be the name in letters that JSON escapes.
const SECRET_WORD = new RegExp(`${SECRETS}|\\\\u`, 'i');

/** Hides the texts of secret fields in a text that holds JSON, whole or cut off. */
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

/** Puts JSON text on one line by dropping the blanks between its parts; text that is on one line stays as it is. */
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

/** The deepest nesting of an event. JSON.parse knows no limit, but JSON.stringify overflows the stack at some thousands. */
const MAX_DEPTH$1 = 1000;

/** Whether JSON text is nested deeper than an event may be. */
function isTooDeep(json        )          {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfText(json, at + 1);
    else if ((character === '{' || character === '[') && ++depth > MAX_DEPTH$1) return true
    else if (character === '}' || character === ']') depth--;
  }
  return false
}

/** Whether the last step of a path, or any before it, names a secret that must never be shown. */
function isSecret(segments                              )          {
  return segments.some(segment => SECRET_FIELD.test(String(segment)))
}

/** The JSON text of a value without its secrets, also those in texts that hold JSON themselves. */
function stringifyWithoutSecrets(value         )         {
  return JSON.stringify(value, (key, inner         ) => {
    if (SECRET_FIELD.test(key) && inner !== null) return HIDDEN
    return typeof inner === 'string' ? (rewriteWithoutSecrets(inner) ?? hideSecrets(inner)) : inner
  })
}

/** JSON text written anew without its secrets; undefined when it holds none, or is no JSON object or list. */
function rewriteWithoutSecrets(json        )                     {
  if (!SECRET_WORD.test(json) || !/^\s*[{[]/.test(json) || isTooDeep(json)) return undefined
  try {
    const value          = JSON.parse(json);
    const hidden = stringifyWithoutSecrets(value);
    return hidden === JSON.stringify(value) ? undefined : hidden
  } catch {
    // Text that only looks like JSON is no business of this function.
    return undefined
  }
}

// The offset of the quote that closes the text whose content begins at `start`: one with an even number of backslashes
// before it.
function endOfText(json        , start        )         {
  for (let at = json.indexOf('"', start); at >= 0; at = json.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (at - backslashes > start && json[at - backslashes - 1] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at
  }
  return json.length
}

// CloudTrail records: what of a record is parsed before matching, and the names Threat Stack gives to its fields.


/** Columns that travel as JSON in text, in CloudTrail's spelling and in that of the Athena table. */
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
 * The text of the record inside a LookupEvents result, undefined for any other object. The result's own EventName,
 * Username and ReadOnly repeat what the record says.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
function lookupRecord(value        )                     {
  return ownText(value, 'CloudTrailEvent')
}

/** A record ready for matching: parameters that travelled as JSON in text are objects, everything else is as it was. */
function toEvent(record        )         {
  const parsed = JSON_IN_TEXT.flatMap(name => {
    const value = parseObject(own(record, name));
    return value === undefined ? [] : [[name, value]         ]
  });
  return parsed.length === 0 ? record : { ...record, ...Object.fromEntries(parsed) }
}

/** Whether parameters that travelled as JSON in text could not be parsed, so that no filter saw what they hold. */
function hasUnreadText(event        )          {
  return JSON_IN_TEXT.some(name => {
    const value = own(event, name);
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
    // Text that only looks like JSON stays what it is: a text.
    return undefined
  }
}

/** Milliseconds since 1970 of the event, undefined when it carries no readable eventTime. */
function timeOf(event        )                     {
  return toInstant(own(event, 'eventTime'))
}

/** An instant as CloudTrail writes it, in UTC, with a fraction only where there is one. */
function formatInstant(milliseconds        )         {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}

/** ECR sends seconds since 1970; tools that print its answers write ISO 8601. */
function toIsoTime(value         )                {
  const time = typeof value === 'number' ? value * 1000 : toInstant(value);
  return time === undefined || !(Math.abs(time) <= 8.64e15) ? null : formatInstant(time)
}

/** Threat Stack's names beside CloudTrail's own; they exist on CloudTrail events only. */
const CLOUDTRAIL_ALIASES                                                  = new Map(
  Object.entries({
    event_type: () => 'cloudtrail',
    user: findUser,
    ip: (event        ) => own(event, 'sourceIPAddress'),
    region: (event        ) => own(event, 'awsRegion'),
    error: (event        ) => own(event, 'errorCode'),
    userType: (event        ) => own(event, 'userIdentity', 'type'),
    accountId: (event        ) => own(event, 'userIdentity', 'accountId') ?? own(event, 'recipientAccountId'),
    arnRole: findRole,
    mfaUsed: (event        ) => own(event, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated'),
    policyPublic: isPolicyPublic,
  }).map(([name, read]) => [name, (event        ) => (isCloudTrail(event) ? read(event) : undefined)]),
);

function findUser(event        )                     {
  return (
    ownText(event, 'userIdentity', 'userName') ??
    ownText(event, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName') ??
    ownText(event, 'userIdentity', 'arn')?.split(/[/:]/).at(-1) ??
    ownText(event, 'userIdentity', 'principalId')?.split(':').at(-1) ??
    ownText(event, 'userIdentity', 'invokedBy')
  )
}

// arn:aws:sts::111122223333:assumed-role/Deploy/session → assumed-role/Deploy/session
function findRole(event        )                     {
  const resource = ownText(event, 'userIdentity', 'arn')?.split(':').slice(5).join(':');
  return resource?.startsWith('assumed-role/') ? resource : undefined
}

// Whether a policy that was set opens the resource to everybody. A policy that cannot be read counts as open, and so does
// `NotPrincipal`, which allows everybody but the named.
function isPolicyPublic(event        )                      {
  const text = ownText(event, 'requestParameters', 'policyText');
  if (text === undefined) return undefined
  try {
    const policy          = JSON.parse(text);
    if (!isObject(policy)) return true
    const statements = [own(policy, 'Statement')].flat();
    return statements.some(statement => !isObject(statement) || allowsEverybody(statement))
  } catch {
    return true
  }
}

function allowsEverybody(statement        )          {
  if (own(statement, 'Effect') !== 'Allow') return false
  const condition = own(statement, 'Condition');
  if (isObject(condition) && Object.keys(condition).length > 0) return false
  if (own(statement, 'NotPrincipal') !== undefined) return true
  const principal = own(statement, 'Principal');
  return principal === '*' || [isObject(principal) ? own(principal, 'AWS') : undefined].flat().includes('*')
}

// Findings of basic and enhanced scans in one shape, so that every later step knows one kind of finding only.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html


/** ECR's severities, the worst first; the last two say that nobody has judged the finding yet. */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'];         

                                                             

/** A package in which a finding was found. */
                          
                              
                                 
                                 
                                                                                       
                                 
                                 
                                                            
                              
                                                          
                               
 

                          
                                                                                                    
                     
                                     
                             
                               
                                                                        
                       
                                                            
                           
                                                                  
                                                  
                               
                                
                                
                              
                                      
                                          
                                     
                                   
                                       
                                                               
                                  
                                                                 
                                         
                                        
                                                                                                 
                                    
                                     
 

/** Reads one entry of `findings`; undefined when it is no object or names nothing at all. */
function readBasicFinding(entry         )                      {
  const id = ownText(entry, 'name');
  if (id === undefined) return undefined
  const attributes         = Object.fromEntries(
    ownList(entry, 'attributes').map(pair => [ownText(pair, 'key')?.toLowerCase() ?? '', own(pair, 'value')]),
  );
  const uri = ownText(entry, 'uri');
  return {
    id,
    aliases: [],
    arn: null,
    title: null,
    type: 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: 'open',
    score: ownNumber(attributes, 'cvss4_score') ?? ownNumber(attributes, 'cvss3_score') ?? ownNumber(attributes, 'cvss2_score') ?? null,
    vector: ownText(attributes, 'cvss4_vector') ?? ownText(attributes, 'cvss3_vector') ?? ownText(attributes, 'cvss2_vector') ?? null,
    vendor: null,
    epss: null,
    fixAvailable: null,
    exploitAvailable: null,
    description: ownText(entry, 'description') ?? null,
    links: uri === undefined ? [] : [uri],
    packages: Object.hasOwn(attributes, 'package_name') ? [readBasicPackage(attributes)] : [],
    platform: null,
    firstObservedAt: null,
    lastObservedAt: null,
    inUseCount: null,
    lastInUseAt: null,
  }
}

function readBasicPackage(attributes        )          {
  return {
    name: ownText(attributes, 'package_name') ?? null,
    version: ownText(attributes, 'package_version') ?? null,
    release: null,
    fixedIn: availableVersion(attributes, 'fixed_in_version'),
    manager: null,
    path: null,
    layer: null,
  }
}

/** Reads one entry of `enhancedFindings`; code and network findings have no packages. */
function readEnhancedFinding(entry         )                      {
  const details = own(entry, 'packageVulnerabilityDetails');
  const arn = ownText(entry, 'findingArn');
  const title = ownText(entry, 'title');
  const id = ownText(details, 'vulnerabilityId') ?? title ?? arn;
  if (id === undefined) return undefined
  const links = [own(details, 'sourceUrl'), ...ownList(details, 'referenceUrls')];
  const images = ownList(entry, 'resources').map(resource => own(resource, 'details', 'awsEcrContainerImage'));
  return {
    id,
    aliases: texts(ownList(details, 'relatedVulnerabilities')),
    arn: arn ?? null,
    title: title ?? null,
    type: ownText(entry, 'type') ?? 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: stateOf(ownText(entry, 'status')),
    score: ownNumber(entry, 'score') ?? null,
    vector: ownText(entry, 'scoreDetails', 'cvss', 'scoringVector') ?? ownText(ownList(details, 'cvss')[0], 'scoringVector') ?? null,
    vendor: ownText(details, 'source') ?? null,
    epss: ownNumber(entry, 'epss', 'score') ?? null,
    fixAvailable: ownText(entry, 'fixAvailable') ?? null,
    exploitAvailable: ownText(entry, 'exploitAvailable') ?? null,
    description: ownText(entry, 'description') ?? null,
    links: [...new Set(texts(links))],
    packages: ownList(details, 'vulnerablePackages').map(readPackage),
    platform: firstOf(images, image => ownText(image, 'platform')),
    firstObservedAt: toIsoTime(own(entry, 'firstObservedAt')),
    lastObservedAt: toIsoTime(own(entry, 'lastObservedAt')),
    inUseCount: firstOf(images, image => ownNumber(image, 'inUseCount')),
    lastInUseAt: firstOf(images, image => toIsoTime(own(image, 'lastInUseAt')) ?? undefined),
  }
}

/** The Region an enhanced finding names in its resource's ARN; basic findings name none. */
function regionOf(entry         )                {
  return firstOf(ownList(entry, 'resources'), resource => /^arn:[^:]+:ecr:([a-z0-9-]+):/.exec(ownText(resource, 'id') ?? '')?.[1])
}

/** How many open findings there are of each severity; a severity without any is absent, as in ECR's own counts. */
function countSeverities(findings                    )                 {
  const counts = new Map                ();
  for (const { severity, state } of findings) if (state === 'open') counts.set(severity, (counts.get(severity) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => rank(a) - rank(b)))
}

/** Position of a severity from the worst on; a word that is not ECR's comes last. */
function rank(severity        )         {
  const position = (SEVERITIES                     ).indexOf(severity);
  return position < 0 ? SEVERITIES.length : position
}

function readPackage(entry         )          {
  return {
    name: ownText(entry, 'name') ?? null,
    version: ownText(entry, 'version') ?? null,
    release: ownText(entry, 'release') ?? null,
    fixedIn: availableVersion(entry, 'fixedInVersion'),
    manager: ownText(entry, 'packageManager') ?? null,
    path: ownText(entry, 'filePath') ?? null,
    layer: ownText(entry, 'sourceLayerHash') ?? null,
  }
}

// A severity of another type is kept as it is written, which no severity of ECR is, and so cannot pass for a missing one.
function severityOf(entry         )         {
  const severity = own(entry, 'severity');
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
  const version = ownText(entry, name);
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

// Turns a tree into a Plan: the same tree with a test at every node. Matching runs the test of the root; explaining
// looks at the tests of all nodes. There is no second evaluator that could disagree.
//
// Closures were measured against generated code and interpreters (docs/decisions/matching.md): they need no eval, and a
// path is split once, so that matching reads own properties and allocates nothing until a path crosses an array.

                                                         

                       
                                 
                                                                                                     
                                              
                                                                         
                                 
 

/** Compiles a filter's tree once, to match any number of events. */
function compile(expression            , vocabulary            )       {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return compileJunction(expression, vocabulary)
    case 'not': {
      const term = compile(expression.term, vocabulary);
      return { expression, terms: [term], matches: event => !term.matches(event) }
    }
    case 'comparison': {
      const { operator, literal, path } = expression;
      if (literal.kind === 'null' && (operator === '=' || operator === '!=')) {
        return { expression, terms: [], matches: compileNull(path, vocabulary, operator === '!=') }
      }
      const some = compileSome(path, vocabulary, compileTest(operator, literal));
      return { expression, terms: [], matches: operator === '!=' ? event => !some(event) : some }
    }
    case 'in': {
      const some = compileMembership(expression.path, expression.literals, vocabulary);
      return { expression, terms: [], matches: expression.negated ? event => !some(event) : some }
    }
  }
}

function compileJunction(expression          , vocabulary            )       {
  const terms = expression.terms.map(term => compile(term, vocabulary));
  const tests = terms.map(term => term.matches);
  const decisive = expression.kind === 'or';
  const matches = (event        )          => {
    for (const test of tests) if (test(event) === decisive) return decisive
    return !decisive
  };
  return { expression, terms, matches }
}

function compileNull(path      , vocabulary            , present         )                             {
  const some = compileSome(path, vocabulary, () => true);
  return event => some(event) === present
}

function compileMembership(path      , literals                         , vocabulary            )                             {
  const tests = literals.map(compileEquality);
  const some = compileSome(path, vocabulary, value => tests.some(test => test(value)));
  if (!literals.some(literal => literal.kind === 'null')) return some
  const absent = compileNull(path, vocabulary, false);
  return event => some(event) || absent(event)
}

function compileSome(path      , vocabulary            , test      )                             {
  const { segments } = path;
  const [first] = segments;
  const alias = typeof first === 'string' ? vocabulary.aliases.get(first) : undefined;
  if (alias === undefined) return event => someValue(event, segments, 0, test)
  return event => (Object.hasOwn(event, first          ) ? someValue(event, segments, 0, test) : someValue(alias(event), segments, 1, test))
}

/** Every value that a path yields of an event, in the order they stand in it. */
function valuesOf(event        , path                        , vocabulary            )                     {
  const values            = [];
  compileSome({ ...path}, vocabulary, value => {
    values.push(value);
    return false
  })(event);
  return values
}

function someValue(root         , segments                    , from        , test      )          {
  let value = root;
  for (let i = from; i < segments.length; i++) {
    if (Array.isArray(value)) return someElement(value, segments, i, test)
    const segment = segments[i];           
    if (typeof value !== 'object' || value === null || typeof segment === 'number' || !Object.hasOwn(value, segment)) return false
    value = (value          )[segment];
  }
  if (Array.isArray(value)) return someElement(value, segments, segments.length, test)
  return value !== null && value !== undefined && test(value)
}

// Arrays may lie in arrays to any depth, and an event is hostile: the walk keeps its own stack.
function someElement(array                    , segments                    , from        , test      )          {
  const stack                                   = [{ value: array, at: from }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    let { value, at } = top;
    while (at < segments.length && !Array.isArray(value)) {
      const segment = segments[at];           
      if (typeof value !== 'object' || value === null || typeof segment === 'number' || !Object.hasOwn(value, segment)) break
      value = (value          )[segment];
      at++;
    }
    if (Array.isArray(value)) {
      const segment = segments[at];
      if (typeof segment === 'number') stack.push({ value: value[segment], at: at + 1 });
      else for (let i = value.length - 1; i >= 0; i--) stack.push({ value: value[i], at });
    } else if (at === segments.length && value !== null && value !== undefined && test(value)) {
      return true
    }
  }
  return false
}

var parsimmon;
var hasRequiredParsimmon;

function requireParsimmon () {
	if (hasRequiredParsimmon) return parsimmon;
	hasRequiredParsimmon = 1;

	function Parsimmon(action) {
	  if (!(this instanceof Parsimmon)) {
	    return new Parsimmon(action);
	  }
	  this._ = action;
	}

	var _ = Parsimmon.prototype;

	function times(n, f) {
	  var i = 0;
	  for (i; i < n; i++) {
	    f(i);
	  }
	}

	function forEach(f, arr) {
	  times(arr.length, function(i) {
	    f(arr[i], i, arr);
	  });
	}

	function reduce(f, seed, arr) {
	  forEach(function(elem, i, arr) {
	    seed = f(seed, elem, i, arr);
	  }, arr);
	  return seed;
	}

	function map(f, arr) {
	  return reduce(
	    function(acc, elem, i, a) {
	      return acc.concat([f(elem, i, a)]);
	    },
	    [],
	    arr
	  );
	}

	function lshiftBuffer(input) {
	  var asTwoBytes = reduce(
	    function(a, v, i, b) {
	      return a.concat(
	        i === b.length - 1
	          ? Buffer.from([v, 0]).readUInt16BE(0)
	          : b.readUInt16BE(i)
	      );
	    },
	    [],
	    input
	  );
	  return Buffer.from(
	    map(function(x) {
	      return ((x << 1) & 0xffff) >> 8;
	    }, asTwoBytes)
	  );
	}

	function consumeBitsFromBuffer(n, input) {
	  var state = { v: 0, buf: input };
	  times(n, function() {
	    state = {
	      v: (state.v << 1) | bitPeekBuffer(state.buf),
	      buf: lshiftBuffer(state.buf)
	    };
	  });
	  return state;
	}

	function bitPeekBuffer(input) {
	  return input[0] >> 7;
	}

	function sum(numArr) {
	  return reduce(
	    function(x, y) {
	      return x + y;
	    },
	    0,
	    numArr
	  );
	}

	function find(pred, arr) {
	  return reduce(
	    function(found, elem) {
	      return found || (pred(elem) ? elem : found);
	    },
	    null,
	    arr
	  );
	}

	function bufferExists() {
	  return typeof Buffer !== "undefined";
	}

	function setExists() {
	  if (Parsimmon._supportsSet !== undefined) {
	    return Parsimmon._supportsSet;
	  }
	  var exists = typeof Set !== "undefined";
	  Parsimmon._supportsSet = exists;
	  return exists;
	}

	function ensureBuffer() {
	  if (!bufferExists()) {
	    throw new Error(
	      "Buffer global does not exist; please use webpack if you need to parse Buffers in the browser."
	    );
	  }
	}

	function bitSeq(alignments) {
	  ensureBuffer();
	  var totalBits = sum(alignments);
	  if (totalBits % 8 !== 0) {
	    throw new Error(
	      "The bits [" +
	        alignments.join(", ") +
	        "] add up to " +
	        totalBits +
	        " which is not an even number of bytes; the total should be divisible by 8"
	    );
	  }
	  var bytes = totalBits / 8;

	  var tooBigRange = find(function(x) {
	    return x > 48;
	  }, alignments);
	  if (tooBigRange) {
	    throw new Error(
	      tooBigRange + " bit range requested exceeds 48 bit (6 byte) Number max."
	    );
	  }

	  return new Parsimmon(function(input, i) {
	    var newPos = bytes + i;
	    if (newPos > input.length) {
	      return makeFailure(i, bytes.toString() + " bytes");
	    }
	    return makeSuccess(
	      newPos,
	      reduce(
	        function(acc, bits) {
	          var state = consumeBitsFromBuffer(bits, acc.buf);
	          return {
	            coll: acc.coll.concat(state.v),
	            buf: state.buf
	          };
	        },
	        { coll: [], buf: input.slice(i, newPos) },
	        alignments
	      ).coll
	    );
	  });
	}

	function bitSeqObj(namedAlignments) {
	  ensureBuffer();
	  var seenKeys = {};
	  var totalKeys = 0;
	  var fullAlignments = map(function(item) {
	    if (isArray(item)) {
	      var pair = item;
	      if (pair.length !== 2) {
	        throw new Error(
	          "[" +
	            pair.join(", ") +
	            "] should be length 2, got length " +
	            pair.length
	        );
	      }
	      assertString(pair[0]);
	      assertNumber(pair[1]);
	      if (Object.prototype.hasOwnProperty.call(seenKeys, pair[0])) {
	        throw new Error("duplicate key in bitSeqObj: " + pair[0]);
	      }
	      seenKeys[pair[0]] = true;
	      totalKeys++;
	      return pair;
	    } else {
	      assertNumber(item);
	      return [null, item];
	    }
	  }, namedAlignments);
	  if (totalKeys < 1) {
	    throw new Error(
	      "bitSeqObj expects at least one named pair, got [" +
	        namedAlignments.join(", ") +
	        "]"
	    );
	  }
	  var namesOnly = map(function(pair) {
	    return pair[0];
	  }, fullAlignments);
	  var alignmentsOnly = map(function(pair) {
	    return pair[1];
	  }, fullAlignments);

	  return bitSeq(alignmentsOnly).map(function(parsed) {
	    var namedParsed = map(function(name, i) {
	      return [name, parsed[i]];
	    }, namesOnly);

	    return reduce(
	      function(obj, kv) {
	        if (kv[0] !== null) {
	          obj[kv[0]] = kv[1];
	        }
	        return obj;
	      },
	      {},
	      namedParsed
	    );
	  });
	}

	function parseBufferFor(other, length) {
	  return new Parsimmon(function(input, i) {
	    ensureBuffer();
	    if (i + length > input.length) {
	      return makeFailure(i, length + " bytes for " + other);
	    }
	    return makeSuccess(i + length, input.slice(i, i + length));
	  });
	}

	function parseBuffer(length) {
	  return parseBufferFor("buffer", length).map(function(unsafe) {
	    return Buffer.from(unsafe);
	  });
	}

	function encodedString(encoding, length) {
	  return parseBufferFor("string", length).map(function(buff) {
	    return buff.toString(encoding);
	  });
	}

	function isInteger(value) {
	  return typeof value === "number" && Math.floor(value) === value;
	}

	function assertValidIntegerByteLengthFor(who, length) {
	  if (!isInteger(length) || length < 0 || length > 6) {
	    throw new Error(who + " requires integer length in range [0, 6].");
	  }
	}

	function uintBE(length) {
	  assertValidIntegerByteLengthFor("uintBE", length);
	  return parseBufferFor("uintBE(" + length + ")", length).map(function(buff) {
	    return buff.readUIntBE(0, length);
	  });
	}

	function uintLE(length) {
	  assertValidIntegerByteLengthFor("uintLE", length);
	  return parseBufferFor("uintLE(" + length + ")", length).map(function(buff) {
	    return buff.readUIntLE(0, length);
	  });
	}

	function intBE(length) {
	  assertValidIntegerByteLengthFor("intBE", length);
	  return parseBufferFor("intBE(" + length + ")", length).map(function(buff) {
	    return buff.readIntBE(0, length);
	  });
	}

	function intLE(length) {
	  assertValidIntegerByteLengthFor("intLE", length);
	  return parseBufferFor("intLE(" + length + ")", length).map(function(buff) {
	    return buff.readIntLE(0, length);
	  });
	}

	function floatBE() {
	  return parseBufferFor("floatBE", 4).map(function(buff) {
	    return buff.readFloatBE(0);
	  });
	}

	function floatLE() {
	  return parseBufferFor("floatLE", 4).map(function(buff) {
	    return buff.readFloatLE(0);
	  });
	}

	function doubleBE() {
	  return parseBufferFor("doubleBE", 8).map(function(buff) {
	    return buff.readDoubleBE(0);
	  });
	}

	function doubleLE() {
	  return parseBufferFor("doubleLE", 8).map(function(buff) {
	    return buff.readDoubleLE(0);
	  });
	}

	function toArray(arrLike) {
	  return Array.prototype.slice.call(arrLike);
	}
	// -*- Helpers -*-

	function isParser(obj) {
	  return obj instanceof Parsimmon;
	}

	function isArray(x) {
	  return {}.toString.call(x) === "[object Array]";
	}

	function isBuffer(x) {
	  /* global Buffer */
	  return bufferExists() && Buffer.isBuffer(x);
	}

	function makeSuccess(index, value) {
	  return {
	    status: true,
	    index: index,
	    value: value,
	    furthest: -1,
	    expected: []
	  };
	}

	function makeFailure(index, expected) {
	  if (!isArray(expected)) {
	    expected = [expected];
	  }
	  return {
	    status: false,
	    index: -1,
	    value: null,
	    furthest: index,
	    expected: expected
	  };
	}

	function mergeReplies(result, last) {
	  if (!last) {
	    return result;
	  }
	  if (result.furthest > last.furthest) {
	    return result;
	  }
	  var expected =
	    result.furthest === last.furthest
	      ? union(result.expected, last.expected)
	      : last.expected;
	  return {
	    status: result.status,
	    index: result.index,
	    value: result.value,
	    furthest: last.furthest,
	    expected: expected
	  };
	}

	// index of { input => { index => { lineNumber, startOfLine } } }
	// when we see a new index we just walk backwards to the last seen index and
	// compute the new lineNumber and startOfLine from there so we don't have to
	// recompute from the whole input
	var lineColumnIndex = {};
	function makeLineColumnIndex(input, i) {
	  if (isBuffer(input)) {
	    return {
	      offset: i,
	      line: -1,
	      column: -1
	    };
	  }

	  // initialize if we haven't seen this input yet
	  if (!(input in lineColumnIndex)) {
	    lineColumnIndex[input] = {};
	  }

	  var inputIndex = lineColumnIndex[input];

	  var prevLine = 0;
	  var newLines = 0;
	  var lineStart = 0;
	  var j = i;
	  while (j >= 0) {
	    if (j in inputIndex) {
	      prevLine = inputIndex[j].line;
	      // lineStart === 0 when we haven't found a new line on the walk
	      // back from i, so we are on the same line as the previously cached
	      // index
	      if (lineStart === 0) {
	        lineStart = inputIndex[j].lineStart;
	      }
	      break;
	    }

	    if (
	      // Unix LF (\n) or Windows CRLF (\r\n) line ending
	      input.charAt(j) === "\n" ||
	      // Old Mac CR (\r) line ending
	      (input.charAt(j) === "\r" && input.charAt(j + 1) !== "\n")
	    ) {
	      newLines++;
	      // lineStart === 0 when this is the first new line we have found
	      if (lineStart === 0) {
	        lineStart = j + 1;
	      }
	    }
	    j--;
	  }

	  var lineWeAreUpTo = prevLine + newLines;
	  var columnWeAreUpTo = i - lineStart;

	  inputIndex[i] = { line: lineWeAreUpTo, lineStart: lineStart };

	  // lines and columns are 1-indexed
	  return {
	    offset: i,
	    line: lineWeAreUpTo + 1,
	    column: columnWeAreUpTo + 1
	  };
	}

	// Returns the sorted set union of two arrays of strings
	function union(xs, ys) {
	  // for newer browsers/node we can improve performance by using
	  // modern JS
	  if (setExists() && Array.from) {
	    // eslint-disable-next-line no-undef
	    var set = new Set(xs);
	    for (var y = 0; y < ys.length; y++) {
	      set.add(ys[y]);
	    }
	    var arr = Array.from(set);
	    arr.sort();
	    return arr;
	  }
	  var obj = {};
	  for (var i = 0; i < xs.length; i++) {
	    obj[xs[i]] = true;
	  }
	  for (var j = 0; j < ys.length; j++) {
	    obj[ys[j]] = true;
	  }
	  var keys = [];
	  for (var k in obj) {
	    if ({}.hasOwnProperty.call(obj, k)) {
	      keys.push(k);
	    }
	  }
	  keys.sort();
	  return keys;
	}

	function assertParser(p) {
	  if (!isParser(p)) {
	    throw new Error("not a parser: " + p);
	  }
	}

	function get(input, i) {
	  if (typeof input === "string") {
	    return input.charAt(i);
	  }
	  return input[i];
	}

	// TODO[ES5]: Switch to Array.isArray eventually.
	function assertArray(x) {
	  if (!isArray(x)) {
	    throw new Error("not an array: " + x);
	  }
	}

	function assertNumber(x) {
	  if (typeof x !== "number") {
	    throw new Error("not a number: " + x);
	  }
	}

	function assertRegexp(x) {
	  if (!(x instanceof RegExp)) {
	    throw new Error("not a regexp: " + x);
	  }
	  var f = flags(x);
	  for (var i = 0; i < f.length; i++) {
	    var c = f.charAt(i);
	    // Only allow regexp flags [imus] for now, since [g] and [y] specifically
	    // mess up Parsimmon. If more non-stateful regexp flags are added in the
	    // future, this will need to be revisited.
	    if (c !== "i" && c !== "m" && c !== "u" && c !== "s") {
	      throw new Error('unsupported regexp flag "' + c + '": ' + x);
	    }
	  }
	}

	function assertFunction(x) {
	  if (typeof x !== "function") {
	    throw new Error("not a function: " + x);
	  }
	}

	function assertString(x) {
	  if (typeof x !== "string") {
	    throw new Error("not a string: " + x);
	  }
	}

	// -*- Error Formatting -*-

	var linesBeforeStringError = 2;
	var linesAfterStringError = 3;
	var bytesPerLine = 8;
	var bytesBefore = bytesPerLine * 5;
	var bytesAfter = bytesPerLine * 4;
	var defaultLinePrefix = "  ";

	function repeat(string, amount) {
	  return new Array(amount + 1).join(string);
	}

	function formatExpected(expected) {
	  if (expected.length === 1) {
	    return "Expected:\n\n" + expected[0];
	  }
	  return "Expected one of the following: \n\n" + expected.join(", ");
	}

	function leftPad(str, pad, char) {
	  var add = pad - str.length;
	  if (add <= 0) {
	    return str;
	  }
	  return repeat(char, add) + str;
	}

	function toChunks(arr, chunkSize) {
	  var length = arr.length;
	  var chunks = [];
	  var chunkIndex = 0;

	  if (length <= chunkSize) {
	    return [arr.slice()];
	  }

	  for (var i = 0; i < length; i++) {
	    if (!chunks[chunkIndex]) {
	      chunks.push([]);
	    }

	    chunks[chunkIndex].push(arr[i]);

	    if ((i + 1) % chunkSize === 0) {
	      chunkIndex++;
	    }
	  }

	  return chunks;
	}

	// Get a range of indexes including `i`-th element and `before` and `after` amount of elements from `arr`.
	function rangeFromIndexAndOffsets(i, before, after, length) {
	  return {
	    // Guard against the negative upper bound for lines included in the output.
	    from: i - before > 0 ? i - before : 0,
	    to: i + after > length ? length : i + after
	  };
	}

	function byteRangeToRange(byteRange) {
	  // Exception for inputs smaller than `bytesPerLine`
	  if (byteRange.from === 0 && byteRange.to === 1) {
	    return {
	      from: byteRange.from,
	      to: byteRange.to
	    };
	  }

	  return {
	    from: byteRange.from / bytesPerLine,
	    // Round `to`, so we don't get float if the amount of bytes is not divisible by `bytesPerLine`
	    to: Math.floor(byteRange.to / bytesPerLine)
	  };
	}

	function formatGot(input, error) {
	  var index = error.index;
	  var i = index.offset;

	  var verticalMarkerLength = 1;
	  var column;
	  var lineWithErrorIndex;
	  var lines;
	  var lineRange;
	  var lastLineNumberLabelLength;

	  if (i === input.length) {
	    return "Got the end of the input";
	  }

	  if (isBuffer(input)) {
	    var byteLineWithErrorIndex = i - (i % bytesPerLine);
	    var columnByteIndex = i - byteLineWithErrorIndex;
	    var byteRange = rangeFromIndexAndOffsets(
	      byteLineWithErrorIndex,
	      bytesBefore,
	      bytesAfter + bytesPerLine,
	      input.length
	    );
	    var bytes = input.slice(byteRange.from, byteRange.to);
	    var bytesInChunks = toChunks(bytes.toJSON().data, bytesPerLine);

	    var byteLines = map(function(byteRow) {
	      return map(function(byteValue) {
	        // Prefix byte values with a `0` if they are shorter than 2 characters.
	        return leftPad(byteValue.toString(16), 2, "0");
	      }, byteRow);
	    }, bytesInChunks);

	    lineRange = byteRangeToRange(byteRange);
	    lineWithErrorIndex = byteLineWithErrorIndex / bytesPerLine;
	    column = columnByteIndex * 3;

	    // Account for an extra space.
	    if (columnByteIndex >= 4) {
	      column += 1;
	    }

	    verticalMarkerLength = 2;
	    lines = map(function(byteLine) {
	      return byteLine.length <= 4
	        ? byteLine.join(" ")
	        : byteLine.slice(0, 4).join(" ") + "  " + byteLine.slice(4).join(" ");
	    }, byteLines);
	    lastLineNumberLabelLength = (
	      (lineRange.to > 0 ? lineRange.to - 1 : lineRange.to) * 8
	    ).toString(16).length;

	    if (lastLineNumberLabelLength < 2) {
	      lastLineNumberLabelLength = 2;
	    }
	  } else {
	    var inputLines = input.split(/\r\n|[\n\r\u2028\u2029]/);
	    column = index.column - 1;
	    lineWithErrorIndex = index.line - 1;
	    lineRange = rangeFromIndexAndOffsets(
	      lineWithErrorIndex,
	      linesBeforeStringError,
	      linesAfterStringError,
	      inputLines.length
	    );

	    lines = inputLines.slice(lineRange.from, lineRange.to);
	    lastLineNumberLabelLength = lineRange.to.toString().length;
	  }

	  var lineWithErrorCurrentIndex = lineWithErrorIndex - lineRange.from;

	  if (isBuffer(input)) {
	    lastLineNumberLabelLength = (
	      (lineRange.to > 0 ? lineRange.to - 1 : lineRange.to) * 8
	    ).toString(16).length;

	    if (lastLineNumberLabelLength < 2) {
	      lastLineNumberLabelLength = 2;
	    }
	  }

	  var linesWithLineNumbers = reduce(
	    function(acc, lineSource, index) {
	      var isLineWithError = index === lineWithErrorCurrentIndex;
	      var prefix = isLineWithError ? "> " : defaultLinePrefix;
	      var lineNumberLabel;

	      if (isBuffer(input)) {
	        lineNumberLabel = leftPad(
	          ((lineRange.from + index) * 8).toString(16),
	          lastLineNumberLabelLength,
	          "0"
	        );
	      } else {
	        lineNumberLabel = leftPad(
	          (lineRange.from + index + 1).toString(),
	          lastLineNumberLabelLength,
	          " "
	        );
	      }

	      return [].concat(
	        acc,
	        [prefix + lineNumberLabel + " | " + lineSource],
	        isLineWithError
	          ? [
	              defaultLinePrefix +
	                repeat(" ", lastLineNumberLabelLength) +
	                " | " +
	                leftPad("", column, " ") +
	                repeat("^", verticalMarkerLength)
	            ]
	          : []
	      );
	    },
	    [],
	    lines
	  );

	  return linesWithLineNumbers.join("\n");
	}

	function formatError(input, error) {
	  return [
	    "\n",
	    "-- PARSING FAILED " + repeat("-", 50),
	    "\n\n",
	    formatGot(input, error),
	    "\n\n",
	    formatExpected(error.expected),
	    "\n"
	  ].join("");
	}

	function flags(re) {
	  if (re.flags !== undefined) {
	    return re.flags;
	  }
	  // legacy browser support
	  return [
	    re.global ? "g" : "",
	    re.ignoreCase ? "i" : "",
	    re.multiline ? "m" : "",
	    re.unicode ? "u" : "",
	    re.sticky ? "y" : ""
	  ].join("");
	}

	function anchoredRegexp(re) {
	  return RegExp("^(?:" + re.source + ")", flags(re));
	}

	// -*- Combinators -*-

	function seq() {
	  var parsers = [].slice.call(arguments);
	  var numParsers = parsers.length;
	  for (var j = 0; j < numParsers; j += 1) {
	    assertParser(parsers[j]);
	  }
	  return Parsimmon(function(input, i) {
	    var result;
	    var accum = new Array(numParsers);
	    for (var j = 0; j < numParsers; j += 1) {
	      result = mergeReplies(parsers[j]._(input, i), result);
	      if (!result.status) {
	        return result;
	      }
	      accum[j] = result.value;
	      i = result.index;
	    }
	    return mergeReplies(makeSuccess(i, accum), result);
	  });
	}

	function seqObj() {
	  var seenKeys = {};
	  var totalKeys = 0;
	  var parsers = toArray(arguments);
	  var numParsers = parsers.length;
	  for (var j = 0; j < numParsers; j += 1) {
	    var p = parsers[j];
	    if (isParser(p)) {
	      continue;
	    }
	    if (isArray(p)) {
	      var isWellFormed =
	        p.length === 2 && typeof p[0] === "string" && isParser(p[1]);
	      if (isWellFormed) {
	        var key = p[0];
	        if (Object.prototype.hasOwnProperty.call(seenKeys, key)) {
	          throw new Error("seqObj: duplicate key " + key);
	        }
	        seenKeys[key] = true;
	        totalKeys++;
	        continue;
	      }
	    }
	    throw new Error(
	      "seqObj arguments must be parsers or [string, parser] array pairs."
	    );
	  }
	  if (totalKeys === 0) {
	    throw new Error("seqObj expects at least one named parser, found zero");
	  }
	  return Parsimmon(function(input, i) {
	    var result;
	    var accum = {};
	    for (var j = 0; j < numParsers; j += 1) {
	      var name;
	      var parser;
	      if (isArray(parsers[j])) {
	        name = parsers[j][0];
	        parser = parsers[j][1];
	      } else {
	        name = null;
	        parser = parsers[j];
	      }
	      result = mergeReplies(parser._(input, i), result);
	      if (!result.status) {
	        return result;
	      }
	      if (name) {
	        accum[name] = result.value;
	      }
	      i = result.index;
	    }
	    return mergeReplies(makeSuccess(i, accum), result);
	  });
	}

	function seqMap() {
	  var args = [].slice.call(arguments);
	  if (args.length === 0) {
	    throw new Error("seqMap needs at least one argument");
	  }
	  var mapper = args.pop();
	  assertFunction(mapper);
	  return seq.apply(null, args).map(function(results) {
	    return mapper.apply(null, results);
	  });
	}

	// TODO[ES5]: Revisit this with Object.keys and .bind.
	function createLanguage(parsers) {
	  var language = {};
	  for (var key in parsers) {
	    if ({}.hasOwnProperty.call(parsers, key)) {
	      (function(key) {
	        var func = function() {
	          return parsers[key](language);
	        };
	        language[key] = lazy(func);
	      })(key);
	    }
	  }
	  return language;
	}

	function alt() {
	  var parsers = [].slice.call(arguments);
	  var numParsers = parsers.length;
	  if (numParsers === 0) {
	    return fail("zero alternates");
	  }
	  for (var j = 0; j < numParsers; j += 1) {
	    assertParser(parsers[j]);
	  }
	  return Parsimmon(function(input, i) {
	    var result;
	    for (var j = 0; j < parsers.length; j += 1) {
	      result = mergeReplies(parsers[j]._(input, i), result);
	      if (result.status) {
	        return result;
	      }
	    }
	    return result;
	  });
	}

	function sepBy(parser, separator) {
	  // Argument asserted by sepBy1
	  return sepBy1(parser, separator).or(succeed([]));
	}

	function sepBy1(parser, separator) {
	  assertParser(parser);
	  assertParser(separator);
	  var pairs = separator.then(parser).many();
	  return seqMap(parser, pairs, function(r, rs) {
	    return [r].concat(rs);
	  });
	}

	// -*- Core Parsing Methods -*-

	_.parse = function(input) {
	  if (typeof input !== "string" && !isBuffer(input)) {
	    throw new Error(
	      ".parse must be called with a string or Buffer as its argument"
	    );
	  }
	  var parseResult = this.skip(eof)._(input, 0);

	  var result;
	  if (parseResult.status) {
	    result = {
	      status: true,
	      value: parseResult.value
	    };
	  } else {
	    result = {
	      status: false,
	      index: makeLineColumnIndex(input, parseResult.furthest),
	      expected: parseResult.expected
	    };
	  }

	  // release memory from lineColumnIndex now we are done parsing
	  delete lineColumnIndex[input];

	  return result;
	};

	// -*- Other Methods -*-

	_.tryParse = function(str) {
	  var result = this.parse(str);
	  if (result.status) {
	    return result.value;
	  } else {
	    var msg = formatError(str, result);
	    var err = new Error(msg);
	    err.type = "ParsimmonError";
	    err.result = result;
	    throw err;
	  }
	};

	_.assert = function(condition, errorMessage) {
	  return this.chain(function(value) {
	    return condition(value) ? succeed(value) : fail(errorMessage);
	  });
	};

	_.or = function(alternative) {
	  return alt(this, alternative);
	};

	_.trim = function(parser) {
	  return this.wrap(parser, parser);
	};

	_.wrap = function(leftParser, rightParser) {
	  return seqMap(leftParser, this, rightParser, function(left, middle) {
	    return middle;
	  });
	};

	_.thru = function(wrapper) {
	  return wrapper(this);
	};

	_.then = function(next) {
	  assertParser(next);
	  return seq(this, next).map(function(results) {
	    return results[1];
	  });
	};

	_.many = function() {
	  var self = this;

	  return Parsimmon(function(input, i) {
	    var accum = [];
	    var result = undefined;

	    for (;;) {
	      result = mergeReplies(self._(input, i), result);
	      if (result.status) {
	        if (i === result.index) {
	          throw new Error(
	            "infinite loop detected in .many() parser --- calling .many() on " +
	              "a parser which can accept zero characters is usually the cause"
	          );
	        }
	        i = result.index;
	        accum.push(result.value);
	      } else {
	        return mergeReplies(makeSuccess(i, accum), result);
	      }
	    }
	  });
	};

	_.tieWith = function(separator) {
	  assertString(separator);
	  return this.map(function(args) {
	    assertArray(args);
	    if (args.length) {
	      assertString(args[0]);
	      var s = args[0];
	      for (var i = 1; i < args.length; i++) {
	        assertString(args[i]);
	        s += separator + args[i];
	      }
	      return s;
	    } else {
	      return "";
	    }
	  });
	};

	_.tie = function() {
	  return this.tieWith("");
	};

	_.times = function(min, max) {
	  var self = this;
	  if (arguments.length < 2) {
	    max = min;
	  }
	  assertNumber(min);
	  assertNumber(max);
	  return Parsimmon(function(input, i) {
	    var accum = [];
	    var result = undefined;
	    var prevResult = undefined;
	    for (var times = 0; times < min; times += 1) {
	      result = self._(input, i);
	      prevResult = mergeReplies(result, prevResult);
	      if (result.status) {
	        i = result.index;
	        accum.push(result.value);
	      } else {
	        return prevResult;
	      }
	    }
	    for (; times < max; times += 1) {
	      result = self._(input, i);
	      prevResult = mergeReplies(result, prevResult);
	      if (result.status) {
	        i = result.index;
	        accum.push(result.value);
	      } else {
	        break;
	      }
	    }
	    return mergeReplies(makeSuccess(i, accum), prevResult);
	  });
	};

	_.result = function(res) {
	  return this.map(function() {
	    return res;
	  });
	};

	_.atMost = function(n) {
	  return this.times(0, n);
	};

	_.atLeast = function(n) {
	  return seqMap(this.times(n), this.many(), function(init, rest) {
	    return init.concat(rest);
	  });
	};

	_.map = function(fn) {
	  assertFunction(fn);
	  var self = this;
	  return Parsimmon(function(input, i) {
	    var result = self._(input, i);
	    if (!result.status) {
	      return result;
	    }
	    return mergeReplies(makeSuccess(result.index, fn(result.value)), result);
	  });
	};

	_.contramap = function(fn) {
	  assertFunction(fn);
	  var self = this;
	  return Parsimmon(function(input, i) {
	    var result = self.parse(fn(input.slice(i)));
	    if (!result.status) {
	      return result;
	    }
	    return makeSuccess(i + input.length, result.value);
	  });
	};

	_.promap = function(f, g) {
	  assertFunction(f);
	  assertFunction(g);
	  return this.contramap(f).map(g);
	};

	_.skip = function(next) {
	  return seq(this, next).map(function(results) {
	    return results[0];
	  });
	};

	_.mark = function() {
	  return seqMap(index, this, index, function(start, value, end) {
	    return {
	      start: start,
	      value: value,
	      end: end
	    };
	  });
	};

	_.node = function(name) {
	  return seqMap(index, this, index, function(start, value, end) {
	    return {
	      name: name,
	      value: value,
	      start: start,
	      end: end
	    };
	  });
	};

	_.sepBy = function(separator) {
	  return sepBy(this, separator);
	};

	_.sepBy1 = function(separator) {
	  return sepBy1(this, separator);
	};

	_.lookahead = function(x) {
	  return this.skip(lookahead(x));
	};

	_.notFollowedBy = function(x) {
	  return this.skip(notFollowedBy(x));
	};

	_.desc = function(expected) {
	  if (!isArray(expected)) {
	    expected = [expected];
	  }
	  var self = this;
	  return Parsimmon(function(input, i) {
	    var reply = self._(input, i);
	    if (!reply.status) {
	      reply.expected = expected;
	    }
	    return reply;
	  });
	};

	_.fallback = function(result) {
	  return this.or(succeed(result));
	};

	_.ap = function(other) {
	  return seqMap(other, this, function(f, x) {
	    return f(x);
	  });
	};

	_.chain = function(f) {
	  var self = this;
	  return Parsimmon(function(input, i) {
	    var result = self._(input, i);
	    if (!result.status) {
	      return result;
	    }
	    var nextParser = f(result.value);
	    return mergeReplies(nextParser._(input, result.index), result);
	  });
	};

	// -*- Constructors -*-

	function string(str) {
	  assertString(str);
	  var expected = "'" + str + "'";
	  return Parsimmon(function(input, i) {
	    var j = i + str.length;
	    var head = input.slice(i, j);
	    if (head === str) {
	      return makeSuccess(j, head);
	    } else {
	      return makeFailure(i, expected);
	    }
	  });
	}

	function byte(b) {
	  ensureBuffer();
	  assertNumber(b);
	  if (b > 0xff) {
	    throw new Error(
	      "Value specified to byte constructor (" +
	        b +
	        "=0x" +
	        b.toString(16) +
	        ") is larger in value than a single byte."
	    );
	  }
	  var expected = (b > 0xf ? "0x" : "0x0") + b.toString(16);
	  return Parsimmon(function(input, i) {
	    var head = get(input, i);
	    if (head === b) {
	      return makeSuccess(i + 1, head);
	    } else {
	      return makeFailure(i, expected);
	    }
	  });
	}

	function regexp(re, group) {
	  assertRegexp(re);
	  if (arguments.length >= 2) {
	    assertNumber(group);
	  } else {
	    group = 0;
	  }
	  var anchored = anchoredRegexp(re);
	  var expected = "" + re;
	  return Parsimmon(function(input, i) {
	    var match = anchored.exec(input.slice(i));
	    if (match) {
	      if (0 <= group && group <= match.length) {
	        var fullMatch = match[0];
	        var groupMatch = match[group];
	        return makeSuccess(i + fullMatch.length, groupMatch);
	      }
	      var message =
	        "valid match group (0 to " + match.length + ") in " + expected;
	      return makeFailure(i, message);
	    }
	    return makeFailure(i, expected);
	  });
	}

	function succeed(value) {
	  return Parsimmon(function(input, i) {
	    return makeSuccess(i, value);
	  });
	}

	function fail(expected) {
	  return Parsimmon(function(input, i) {
	    return makeFailure(i, expected);
	  });
	}

	function lookahead(x) {
	  if (isParser(x)) {
	    return Parsimmon(function(input, i) {
	      var result = x._(input, i);
	      result.index = i;
	      result.value = "";
	      return result;
	    });
	  } else if (typeof x === "string") {
	    return lookahead(string(x));
	  } else if (x instanceof RegExp) {
	    return lookahead(regexp(x));
	  }
	  throw new Error("not a string, regexp, or parser: " + x);
	}

	function notFollowedBy(parser) {
	  assertParser(parser);
	  return Parsimmon(function(input, i) {
	    var result = parser._(input, i);
	    var text = input.slice(i, result.index);
	    return result.status
	      ? makeFailure(i, 'not "' + text + '"')
	      : makeSuccess(i, null);
	  });
	}

	function test(predicate) {
	  assertFunction(predicate);
	  return Parsimmon(function(input, i) {
	    var char = get(input, i);
	    if (i < input.length && predicate(char)) {
	      return makeSuccess(i + 1, char);
	    } else {
	      return makeFailure(i, "a character/byte matching " + predicate);
	    }
	  });
	}

	function oneOf(str) {
	  var expected = str.split("");
	  for (var idx = 0; idx < expected.length; idx++) {
	    expected[idx] = "'" + expected[idx] + "'";
	  }
	  return test(function(ch) {
	    return str.indexOf(ch) >= 0;
	  }).desc(expected);
	}

	function noneOf(str) {
	  return test(function(ch) {
	    return str.indexOf(ch) < 0;
	  }).desc("none of '" + str + "'");
	}

	function custom(parsingFunction) {
	  return Parsimmon(parsingFunction(makeSuccess, makeFailure));
	}

	// TODO[ES5]: Improve error message using JSON.stringify eventually.
	function range(begin, end) {
	  return test(function(ch) {
	    return begin <= ch && ch <= end;
	  }).desc(begin + "-" + end);
	}

	function takeWhile(predicate) {
	  assertFunction(predicate);

	  return Parsimmon(function(input, i) {
	    var j = i;
	    while (j < input.length && predicate(get(input, j))) {
	      j++;
	    }
	    return makeSuccess(j, input.slice(i, j));
	  });
	}

	function lazy(desc, f) {
	  if (arguments.length < 2) {
	    f = desc;
	    desc = undefined;
	  }

	  var parser = Parsimmon(function(input, i) {
	    parser._ = f()._;
	    return parser._(input, i);
	  });

	  if (desc) {
	    return parser.desc(desc);
	  } else {
	    return parser;
	  }
	}

	// -*- Fantasy Land Extras -*-

	function empty() {
	  return fail("fantasy-land/empty");
	}

	_.concat = _.or;
	_.empty = empty;
	_.of = succeed;
	_["fantasy-land/ap"] = _.ap;
	_["fantasy-land/chain"] = _.chain;
	_["fantasy-land/concat"] = _.concat;
	_["fantasy-land/empty"] = _.empty;
	_["fantasy-land/of"] = _.of;
	_["fantasy-land/map"] = _.map;

	// -*- Base Parsers -*-

	var index = Parsimmon(function(input, i) {
	  return makeSuccess(i, makeLineColumnIndex(input, i));
	});

	var any = Parsimmon(function(input, i) {
	  if (i >= input.length) {
	    return makeFailure(i, "any character/byte");
	  }
	  return makeSuccess(i + 1, get(input, i));
	});

	var all = Parsimmon(function(input, i) {
	  return makeSuccess(input.length, input.slice(i));
	});

	var eof = Parsimmon(function(input, i) {
	  if (i < input.length) {
	    return makeFailure(i, "EOF");
	  }
	  return makeSuccess(i, null);
	});

	var digit = regexp(/[0-9]/).desc("a digit");
	var digits = regexp(/[0-9]*/).desc("optional digits");
	var letter = regexp(/[a-z]/i).desc("a letter");
	var letters = regexp(/[a-z]*/i).desc("optional letters");
	var optWhitespace = regexp(/\s*/).desc("optional whitespace");
	var whitespace = regexp(/\s+/).desc("whitespace");
	var cr = string("\r");
	var lf = string("\n");
	var crlf = string("\r\n");
	var newline = alt(crlf, lf, cr).desc("newline");
	var end = alt(newline, eof);

	Parsimmon.all = all;
	Parsimmon.alt = alt;
	Parsimmon.any = any;
	Parsimmon.cr = cr;
	Parsimmon.createLanguage = createLanguage;
	Parsimmon.crlf = crlf;
	Parsimmon.custom = custom;
	Parsimmon.digit = digit;
	Parsimmon.digits = digits;
	Parsimmon.empty = empty;
	Parsimmon.end = end;
	Parsimmon.eof = eof;
	Parsimmon.fail = fail;
	Parsimmon.formatError = formatError;
	Parsimmon.index = index;
	Parsimmon.isParser = isParser;
	Parsimmon.lazy = lazy;
	Parsimmon.letter = letter;
	Parsimmon.letters = letters;
	Parsimmon.lf = lf;
	Parsimmon.lookahead = lookahead;
	Parsimmon.makeFailure = makeFailure;
	Parsimmon.makeSuccess = makeSuccess;
	Parsimmon.newline = newline;
	Parsimmon.noneOf = noneOf;
	Parsimmon.notFollowedBy = notFollowedBy;
	Parsimmon.of = succeed;
	Parsimmon.oneOf = oneOf;
	Parsimmon.optWhitespace = optWhitespace;
	Parsimmon.Parser = Parsimmon;
	Parsimmon.range = range;
	Parsimmon.regex = regexp;
	Parsimmon.regexp = regexp;
	Parsimmon.sepBy = sepBy;
	Parsimmon.sepBy1 = sepBy1;
	Parsimmon.seq = seq;
	Parsimmon.seqMap = seqMap;
	Parsimmon.seqObj = seqObj;
	Parsimmon.string = string;
	Parsimmon.succeed = succeed;
	Parsimmon.takeWhile = takeWhile;
	Parsimmon.test = test;
	Parsimmon.whitespace = whitespace;
	Parsimmon["fantasy-land/empty"] = empty;
	Parsimmon["fantasy-land/of"] = succeed;

	Parsimmon.Binary = {
	  bitSeq: bitSeq,
	  bitSeqObj: bitSeqObj,
	  byte: byte,
	  buffer: parseBuffer,
	  encodedString: encodedString,
	  uintBE: uintBE,
	  uint8BE: uintBE(1),
	  uint16BE: uintBE(2),
	  uint32BE: uintBE(4),
	  uintLE: uintLE,
	  uint8LE: uintLE(1),
	  uint16LE: uintLE(2),
	  uint32LE: uintLE(4),
	  intBE: intBE,
	  int8BE: intBE(1),
	  int16BE: intBE(2),
	  int32BE: intBE(4),
	  intLE: intLE,
	  int8LE: intLE(1),
	  int16LE: intLE(2),
	  int32LE: intLE(4),
	  floatBE: floatBE(),
	  floatLE: floatLE(),
	  doubleBE: doubleBE(),
	  doubleLE: doubleLE()
	};

	parsimmon = Parsimmon;
	return parsimmon;
}

var parsimmonExports = requireParsimmon();
const P = /*@__PURE__*/_commonjsHelpers.getDefaultExportFromCjs(parsimmonExports);

// The tree of a filter. It is plain data: every later step (check, compile, explain, print, a translation) reads this
// one tree and none changes it.
//
// `and` and `or` are flat lists rather than nested pairs: a generated rule may join thousands of clauses, and a list is
// walked in a loop where a tree of pairs would be walked on the stack.

/** Where a part stands in the filter's text: UTF-16 offsets, the end exclusive, without the blanks around it. */
                       
                        
                      
 

/** A step of a path: the name of an own property, or the position in an array. */
                                     

                       
                                       
                     
 

                          
                                                     
                                                                                                       
                                                                              
                                                         
                             

                                                            

                                                                                                  

                             
                             
                     
                             
                           
                     
 

                             
                     
                     
                           
                                       
                     
 

                           
                             
                                       
                                                                                                       
                           
                     
 

                           
                      
                           
                     
 

                                                                      

const OPERATORS                      = ['=', '!=', '>', '>=', '<', '<=', 'like', 'starts_with', 'ends_with'];

/** Words that cannot begin a path unless they are quoted. */
const RESERVED                    = ['and', 'or', 'not', 'true', 'false', 'null'];

/** A segment that needs no quotes. */
const BARE_SEGMENT = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** The source of a regular expression for a quoted text: either quote, closed, a backslash taking the next character along. */
const QUOTED_TEXT = String.raw`"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'`;

// Says what is wrong with a clause that the grammar could not read, and where the next clause begins.
//
// The grammar knows only what is right. This file is its other half: it walks the same clause once more, from the left,
// until it meets the first thing that does not belong, and knows the mistakes people bring from other languages. It then
// steps over the clause, so that one run reports every mistake of a filter.


                                                
                                            
                         
 

/** A token as it stands in the text; quotes of any kind and what they hold are one token, closed or not. */
const TOKEN = new RegExp(
  [
    QUOTED_TEXT,
    String.raw`["'][\s\S]*`,
    '[“”„][^“”„]*[“”„]?|[‘’‚][^‘’‚]*[‘’‚]?',
    String.raw`[()]|&&?|\|\|?`,
    String.raw`[A-Za-z_][\w-]*(?:\.[\w-]+)*`,
    String.raw`[^\s()"'“”„‘’‚&|A-Za-z_]+|\s+`,
  ].join('|'),
  'y',
);

/** A path as people write it, before asking whether each segment is right. */
const LOOSE_PATH = new RegExp(String.raw`(?:${QUOTED_TEXT}|[A-Za-z_][\w-]*)(?:\.?(?:${QUOTED_TEXT}|[A-Za-z_][\w-]*|\[[^\]\s]*\]))*`, 'y');

const OPERATOR = /(?:>=|<=|!=|=|>|<)|(?:like|starts_with|ends_with)(?![\w-])/iy;

/** What people write in other languages: how it is said here, and the operator that takes its place if one does. */
const EQUALITY = { help: 'equality is written with one "="', right: '=' };
const INEQUALITY = { help: 'inequality is written "!="', right: '!=' };
const CONTAINMENT = { help: 'a part of a text is found with like', right: 'like' };
const NO_PATTERNS = { help: 'there are no regular expressions; a part of a text is found with like, starts_with or ends_with' };
const FOREIGN_OPERATORS                                                                          = new Map([
  ['==', EQUALITY],
  ['===', EQUALITY],
  [':', EQUALITY],
  ['is', EQUALITY],
  ['eq', EQUALITY],
  ['equals', EQUALITY],
  ['!==', INEQUALITY],
  ['<>', INEQUALITY],
  ['=>', { help: 'at least is written ">="', right: '>=' }],
  ['=<', { help: 'at most is written "<="', right: '<=' }],
  ['contains', CONTAINMENT],
  ['includes', CONTAINMENT],
  ['has', CONTAINMENT],
  ['=~', NO_PATTERNS],
  ['!~', NO_PATTERNS],
  ['~', NO_PATTERNS],
  ['matches', NO_PATTERNS],
  ['regex', NO_PATTERNS],
  ['startswith', { help: 'the operator is starts_with', right: 'starts_with' }],
  ['starts-with', { help: 'the operator is starts_with', right: 'starts_with' }],
  ['endswith', { help: 'the operator is ends_with', right: 'ends_with' }],
  ['ends-with', { help: 'the operator is ends_with', right: 'ends_with' }],
]);

const WORD_OPERATORS = ['like', 'starts_with', 'ends_with', 'in'];

/** The token at `offset`, or undefined at the end of the text. */
function tokenAt(text        , offset        )                     {
  return match(TOKEN, text, offset)
}

/** The offset behind the clause at `offset`: the next `and`, `or`, unbalanced `)`, or the end of the text. */
function skipClause(text        , offset        )         {
  let depth = 0;
  let at = offset;
  for (let token = tokenAt(text, at); token !== undefined; token = tokenAt(text, at)) {
    if (depth === 0 && (token === ')' || isJoin(token))) return at
    if (token === '(') depth++;
    if (token === ')') depth--;
    at += token.length;
  }
  return text.length
}

/** What is wrong with the clause at `offset`, which the grammar refused. */
function diagnoseClause(text        , offset        )                {
  const path = match(LOOSE_PATH, text, offset);
  if (path === undefined || /^(?:and|or|not|true|false|null)$/i.test(path)) return diagnoseStart(text, offset)
  const wrongSegment = path.search(/\[(?!\d{1,9}\])/);
  const behindPath = offset + path.length;
  if (wrongSegment >= 0) {
    return problem(offset + wrongSegment, 'expected a position in an array, such as [0]', 'a name with other characters is quoted: a."b c"')
  }
  if (text[behindPath] === '.' || /^[^\s=!<>()"'“”„‘’‚~:&|]/.test(text.slice(behindPath, behindPath + 1))) {
    const at = text[behindPath] === '.' ? behindPath + 1 : behindPath;
    return problem(at, `expected a field name, found ${found(text, at)}`, 'a name with other characters is quoted: tags."cost center"')
  }
  return diagnoseOperator(text, path, skipBlanks(text, behindPath))
}

/** What is wrong behind a complete clause at `offset`, where `and`, `or` or the end belongs. */
function diagnoseJoin(text        , offset        )                {
  const token = tokenAt(text, offset);
  if (token === ')') return problem(offset, 'this ")" closes no "("', 'take it away, or open the parenthesis it should close')
  return problem(offset, `expected "and", "or" or the end of the filter, found ${found(text, offset)}`)
}

/** A token that stands for a join in other languages. */
function diagnoseForeignJoin(offset        , token        )                {
  const word = token.startsWith('&') ? 'and' : 'or';
  return problem(offset, `expected "${word}", found "${token}"`, `clauses are joined with "${word}"`)
}

function problem(offset        , message        , help         )                {
  return { level: 'error', kind: 'filter-syntax', message, offset, ...(help === undefined ? {} : { help }) }
}

function diagnoseStart(text        , offset        )                {
  const token = tokenAt(text, offset);
  if (token === undefined || token === ')' || isJoin(token)) {
    return problem(
      offset,
      `expected a comparison, found ${found(text, offset)}`,
      'a comparison is a field, an operator and a value: eventName = "PutImage"',
    )
  }
  if (token.startsWith('!')) return problem(offset, `expected a comparison, found ${found(text, offset)}`, 'negation is written "not"')
  if (/^[“”„‘’‚]/.test(token)) return typographicQuote(text, offset)
  if (/^(?:-?\d|(?:true|false|null)$)/i.test(token)) {
    return problem(offset, `expected a field name, found the value ${uri.quote(token)}`, 'the field stands on the left: severity = "HIGH"')
  }
  if (/^["']/.test(token)) return problem(offset, 'this quoted text is not closed', `close it with ${token[0]}`)
  return problem(offset, `expected a field name, found ${found(text, offset)}`, 'a name with other characters is quoted: "@timestamp"')
}

function diagnoseOperator(text        , path        , at        )                {
  const word = match(/[A-Za-z_][\w-]*/y, text, at);
  const symbol = match(/[=!<>~:]+/y, text, at);
  if (word !== undefined && /^in$/i.test(word)) return diagnoseList(text, skipBlanks(text, at + 2))
  if (word !== undefined && /^not$/i.test(word)) {
    const behind = skipBlanks(text, at + 3);
    const next = match(/[A-Za-z_][\w-]*/y, text, behind);
    if (next !== undefined && /^in$/i.test(next)) return diagnoseList(text, skipBlanks(text, behind + 2))
    return problem(
      behind,
      `expected "in" after "${path} not", found ${found(text, behind)}`,
      `negation stands in front of the comparison: not ${path} like "…"`,
    )
  }
  const sign = symbol ?? word ?? '';
  const foreign = FOREIGN_OPERATORS.get(sign.toLowerCase());
  if (foreign !== undefined) return diagnoseForeignOperator(text, path, at, sign, foreign)
  const operator = match(OPERATOR, text, at);
  if (operator !== undefined) return diagnoseValue(text, operator, skipBlanks(text, at + operator.length))
  const near = word === undefined || isJoin(word) ? undefined : uri.suggest(word, WORD_OPERATORS);
  return problem(
    at,
    `expected an operator after ${uri.quote(path)}, found ${found(text, at)}`,
    near === undefined ? `operators are ${OPERATORS.join(' ')} in` : `did you mean "${near}"?`,
  )
}

function diagnoseForeignOperator(
  text        ,
  path        ,
  at        ,
  sign        ,
  { help, right }                                  ,
)                {
  // "==" is an operator with a stray sign behind it; a word such as "contains" is no operator at all.
  const prefix = match(OPERATOR, sign, 0);
  const message =
    prefix === undefined
      ? `expected an operator after ${uri.quote(path)}, found "${sign}"`
      : `expected a value after "${prefix}", found ${uri.quote(sign.slice(prefix.length))}`;
  const value = tokenAt(text, skipBlanks(text, at + sign.length));
  const example = right !== undefined && value !== undefined && /^["'\d-]/.test(value) ? `: ${path} ${right} ${value}` : '';
  return problem(at, message, `${help}${example}`)
}

function diagnoseValue(text        , operator        , at        )                {
  const token = tokenAt(text, at);
  if (token !== undefined && /^[“”„‘’‚]/.test(token)) return typographicQuote(text, at)
  if (token !== undefined && /^["']/.test(token)) return problem(at, 'this quoted text is not closed', `close it with ${token[0]}`)
  const bare = match(/[^\s()"'“”„‘’‚&|,=!<>~]+/y, text, at);
  if (bare !== undefined && !isJoin(bare)) {
    return problem(at, `expected a value after "${operator}", found the bare word ${uri.quote(bare)}`, `a text stands in quotes: "${bare}"`)
  }
  const help =
    token === '('
      ? 'several values are compared with in: severity in ("HIGH", "CRITICAL")'
      : 'a value is a "text", a number, true, false or null';
  return problem(at, `expected a value after "${operator}", found ${found(text, at)}`, help)
}

const LIST_VALUE = new RegExp(String.raw`${QUOTED_TEXT}|-?\d+(?:\.\d+)?(?![\w.-])|(?:null|true|false)(?![\w-])`, 'iy');

function diagnoseList(text        , start        )                {
  if (text[start] !== '(') {
    return problem(
      start,
      `expected "(" after "in", found ${found(text, start)}`,
      'the values stand in parentheses: severity in ("HIGH", "CRITICAL")',
    )
  }
  let at = skipBlanks(text, start + 1);
  for (;;) {
    const value = match(LIST_VALUE, text, at);
    if (value === undefined) return diagnoseValue(text, 'in', at)
    at = skipBlanks(text, at + value.length);
    if (text[at] !== ',') return problem(at, `expected "," or ")" in the list, found ${found(text, at)}`)
    at = skipBlanks(text, at + 1);
  }
}

function typographicQuote(text        , offset        )                {
  return problem(
    offset,
    `expected a straight quote, found the typographic ${uri.quote(text[offset] ?? '')}`,
    `write " or ' (a word processor or chat changed them)`,
  )
}

function isJoin(token        )          {
  return /^(?:and|or|&&?|\|\|?)$/i.test(token)
}

function found(text        , offset        )         {
  const token = tokenAt(text, skipBlanks(text, offset));
  if (token === undefined) return 'the end of the filter'
  return /^["']/.test(token) ? uri.shorten(uri.printable(token), 60) : uri.quote(token)
}

function skipBlanks(text        , offset        )         {
  return offset + (match(/\s*/y, text, offset)?.length ?? 0)
}

function match(pattern        , text        , offset        )                     {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0]
}

// Turns the text of a filter into an Expression, or into every problem it has.
//
// The grammar is built so that it cannot fail: where a clause is wrong, recover.ts reads it instead, and parsing goes on
// behind it. Three habits of Parsimmon are kept away here (docs/decisions/parsimmon.md): its line index is a cache keyed
// by the input, so offsets come from `here` and the input never is a bare `__proto__`; deep nesting would exhaust the
// stack, so depth is measured first; and a token's span is taken before the blanks behind it are skipped.


                                                                                                           

const MAX_LENGTH = 1024 * 1024;
const MAX_DEPTH = 100;

/** Parses a filter: `parse('eventName = "PutImage"')`. Never throws; problems carry their offset in the text. */
function parse(text        )          {
  if (text.length > MAX_LENGTH) {
    return {
      problems: [
        problem(
          0,
          `the filter is ${text.length} characters long; at most ${MAX_LENGTH} are read`,
          'split the rule, or compare with in ("…", "…")',
        ),
      ],
    }
  }
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    return {
      problems: [
        problem(
          tooDeep,
          `parentheses and "not" are nested more than ${MAX_DEPTH} levels deep here`,
          'take away parentheses that change nothing',
        ),
      ],
    }
  }
  const { expression, problems } = filter.tryParse(`${text}\n`);
  return problems.length > 0 ? { problems } : { expression }
}

/** Parses a field's name alone, as in `aggregateFields`; undefined when it is none. */
function parsePath(text        )                   {
  const result = path.skip(end).parse(`${text}\n`);
  return result.status ? result.value : undefined
}

// Each `not` and each parenthesis that opens a group is a level, and a `not` ends with its operand. The parenthesis of a
// list (`in (…)`) and the `not` of `not in` open nothing, which for `not` shows only at the next word.
function findTooDeep(text        )                     {
  const outer           = [];
  let level = 0;
  let pending = 0;
  let last = { word: '', at: 0 };
  for (let at = 0, token = tokenAt(text, 0); token !== undefined; at += token.length, token = tokenAt(text, at)) {
    if (/^\s/.test(token)) continue
    const word = token.toLowerCase();
    if (word === 'in' && last.word === 'not') pending--;
    if (level + pending > MAX_DEPTH) return last.at
    if (word === 'not') pending++;
    if (word === '(') {
      outer.push(level);
      level += pending + (last.word === 'in' ? 0 : 1);
      pending = 0;
    }
    if (word === ')') level = outer.pop() ?? 0;
    if (word === ')' || word === 'and' || word === 'or') pending = 0;
    last = { word, at };
  }
  return level + pending > MAX_DEPTH ? last.at : undefined
}

                  
                                 
                                             
 

const here                   = P((_, offset) => P.makeSuccess(offset, offset));
const blanks = P.regexp(/\s*/);
const end = P.regexp(/$/);

function token   (parser             )              {
  return parser.skip(blanks)
}

function spanned      (parser             , build                             )              {
  return P.seqMap(here, parser, here, (start, value, stop) => build(value, { start, end: stop }))
}

function keyword(word        )                   {
  return token(P.regexp(new RegExp(`${word}(?![A-Za-z0-9_.-])`, 'i')))
}

const quoted = P.regexp(new RegExp(QUOTED_TEXT)).map(unquote);

// A backslash escapes a quote or a backslash; in front of anything else it is itself.
function unquote(text        )         {
  return text.slice(1, -1).replace(/\\(["'\\])/g, '$1')
}

const name = P.regexp(/[A-Za-z_][A-Za-z0-9_-]*/);
const firstName = P.regexp(new RegExp(`(?!(?:${RESERVED.join('|')})(?![A-Za-z0-9_-]))[A-Za-z_][A-Za-z0-9_-]*`, 'i'));
const index = P.regexp(/\[(\d{1,9})\]/, 1).map(Number);
const nextSegment = P.alt         (P.string('.').then(P.alt         (name, quoted, index)), index);

const path                 = token(
  spanned(
    P.seqMap(P.alt         (firstName, quoted, index), nextSegment.many(), (first, rest) => [first, ...rest]),
    (segments, span) => ({ segments, span }),
  ),
);

const literal                    = token(
  spanned(
    P.alt              (
      quoted.map(value => ({ kind: 'text', value })),
      P.regexp(/-?\d+(?:\.\d+)?(?![\w.-])/).map(text => ({ kind: 'number', value: Number(text), text })),
      P.regexp(/(?:null|true|false)(?![A-Za-z0-9_.-])/i).map(namedValue),
    ),
    (value, span) => ({ ...value, span }),
  ),
);

function namedValue(word        )               {
  const folded = word.toLowerCase();
  return folded === 'null' ? { kind: 'null' } : { kind: 'boolean', value: folded === 'true' }
}

const operator                     = token(
  P.regexp(/>=|<=|!=|=|>|<|(?:like|starts_with|ends_with)(?![A-Za-z0-9_.-])/i).map(
    word => OPERATORS.find(known => known === word.toLowerCase()) ?? '=',
  ),
);

/** What stands behind a comparison's path, with the offset of its end. */
                                        
                                                              
                                                                        
 

const literals = token(P.string('(')).then(literal.sepBy1(token(P.string(','))));

const rest = P.alt      (
  P.seqMap(operator, literal, (operator, literal) => ({ operator, literal, end: literal.span.end })),
  token(
    P.seqMap(keyword('not').atMost(1), keyword('in'), literals, P.string(')').then(here), (not, _, literals, end) => ({
      negated: not.length > 0,
      literals,
      end,
    })),
  ),
);

const comparison                   = P.seqMap(path, rest, (path, { end, ...rest })         => {
  const span = { start: path.span.start, end };
  return { expression: 'literal' in rest ? { kind: 'comparison', path, ...rest, span } : { kind: 'in', path, ...rest, span }, problems: [] }
});

function wrong(expressionAt        , problems                          )         {
  return { expression: { kind: 'and', terms: [], grouped: true, span: { start: expressionAt, end: expressionAt } }, problems }
}

// Reads past whatever stands here and reports it; the text of the tree is one line break longer than the user's.
const wrongClause                   = P((input, offset) => {
  const text = input.slice(0, -1);
  const start = Math.min(offset, text.length);
  return P.makeSuccess(skipClause(text, start), wrong(start, [diagnoseClause(text, start)]))
});

const strayText                                     = P((input, offset) => {
  const text = input.slice(0, -1);
  if (offset >= text.length || /\s/.test(text[offset] ?? '')) return P.makeSuccess(offset, [])
  const token = tokenAt(text, offset);
  if (token === undefined || /^(?:and|or|\)|&&?|\|\|?)$/i.test(token)) return P.makeSuccess(offset, [])
  return P.makeSuccess(skipClause(text, offset), [diagnoseJoin(text, offset)])
});

const group                   = P.lazy(() =>
  P.seqMap(
    here.skip(token(P.string('('))),
    or,
    P.alt(
      token(P.string(')')).result                          ([]),
      here.map(() => undefined),
    ),
    (start, inner, closed)         => ({
      expression:
        inner.expression.kind === 'and' || inner.expression.kind === 'or' ? { ...inner.expression, grouped: true } : inner.expression,
      problems:
        closed === undefined ? [...inner.problems, problem(start, 'this "(" is not closed', 'add the missing ")"')] : inner.problems,
    }),
  ),
);

const unary                   = P.lazy(() =>
  P.alt(
    P.seqMap(here.skip(keyword('not')), unary, (start, { expression, problems }) => ({
      expression: { kind: 'not', term: expression, span: { start, end: expression.span.end } },
      problems,
    })),
    group,
    comparison,
    wrongClause,
  ),
);

function joined(kind                  , foreign        , term                  )                   {
  const separator = P.alt                          (
    keyword(kind).result([]),
    token(spanned(P.regexp(foreign), (sign, { start }) => [diagnoseForeignJoin(start, sign)])),
  );
  return P.seqMap(term, P.seq(separator, term).many(), (first, others)         => {
    if (others.length === 0) return first
    const terms = [first.expression, ...others.map(([, { expression }]) => expression)];
    const problems = [...first.problems, ...others.flatMap(([before, { problems }]) => [...before, ...problems])];
    const span = { start: first.expression.span.start, end: terms.at(-1)?.span.end ?? first.expression.span.end };
    return { expression: { kind, terms, grouped: false, span }, problems }
  })
}

const clause                   = P.seqMap(unary, blanks.then(strayText).skip(blanks), (parsed, stray) =>
  stray.length === 0 || parsed.problems.length > 0 ? parsed : { ...parsed, problems: stray },
);
const and = joined('and', /&&?/, clause);
const or                   = joined('or', /\|\|?/, and);

const filter                   = blanks.then(
  P.seqMap(
    or,
    P((input, offset) => {
      const text = input.slice(0, -1);
      return P.makeSuccess(input.length, offset >= text.length ? [] : [diagnoseJoin(text, offset)])
    }),
    end,
    (parsed, leftovers                          ) => ({ ...parsed, problems: [...parsed.problems, ...leftovers] }),
  ),
);

// The fields and aliases a filter may name: CloudTrail's own names, Threat Stack's aliases beside them, and the fields of
// our finding events. The fields serve warnings only; matching never asks whether a field is known.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html


const severityCounts            = Object.fromEntries(SEVERITIES.map(severity => [severity, 'one']));

const userIdentity            = {
  type: 'one',
  userName: 'one',
  principalId: 'one',
  arn: 'one',
  accountId: 'one',
  accessKeyId: 'one',
  invokedBy: 'one',
  identityProvider: 'one',
  credentialId: 'one',
  userId: 'one',
  identityStoreArn: 'one',
  inScopeOf: 'open',
  onBehalfOf: 'open',
  sessionContext: {
    sessionIssuer: { type: 'one', principalId: 'one', arn: 'one', accountId: 'one', userName: 'one' },
    attributes: { creationDate: 'one', mfaAuthenticated: 'one' },
    webIdFederationData: 'open',
    sourceIdentity: 'one',
    ec2RoleDelivery: 'one',
    ec2IssuedInVpc: 'one',
    assumedRoot: 'one',
  },
};

const cloudtrail            = {
  eventVersion: 'one',
  userIdentity,
  eventTime: 'one',
  eventSource: 'one',
  eventName: 'one',
  awsRegion: 'one',
  sourceIPAddress: 'one',
  userAgent: 'one',
  errorCode: 'one',
  errorMessage: 'one',
  requestParameters: 'open',
  responseElements: {
    '*': 'open',
    imageScanFindings: {
      findingSeverityCounts: severityCounts,
      findings: 'open',
      enhancedFindings: 'open',
      imageScanCompletedAt: 'one',
      vulnerabilitySourceUpdatedAt: 'one',
    },
  },
  additionalEventData: 'open',
  requestID: 'one',
  eventID: 'one',
  eventType: 'one',
  apiVersion: 'one',
  managementEvent: 'one',
  readOnly: 'one',
  resources: 'open',
  recipientAccountId: 'one',
  serviceEventDetails: 'open',
  sharedEventID: 'one',
  vpcEndpointId: 'one',
  vpcEndpointAccountId: 'one',
  eventCategory: 'one',
  addendum: 'open',
  sessionCredentialFromConsole: 'one',
  edgeDeviceDetails: 'open',
  tlsDetails: 'open',
  insightDetails: 'open',
  eventContext: 'open',
};

const finding            = {
  event_type: 'one',
  eventTime: 'one',
  id: 'one',
  aliases: 'many',
  title: 'one',
  type: 'one',
  severity: 'one',
  state: 'one',
  score: 'one',
  vector: 'one',
  vendor: 'one',
  epss: 'one',
  fixAvailable: 'one',
  exploitAvailable: 'one',
  description: 'one',
  links: 'many',
  path: 'many',
  platform: 'one',
  firstObservedAt: 'one',
  lastObservedAt: 'one',
  inUseCount: 'one',
  lastInUseAt: 'one',
  package: { name: 'many', version: 'many', release: 'many', fixedIn: 'many', manager: 'many', path: 'many', layer: 'many' },
  image: { uri: 'one', registryId: 'one', repositoryName: 'one', digest: 'one', tags: 'many' },
};

const CLOUDTRAIL_VOCABULARY             = { aliases: CLOUDTRAIL_ALIASES, fields: cloudtrail };
const FINDING_VOCABULARY             = { aliases: new Map(), fields: finding };

/** For a filter that is not bound to one type of event, as on the command line. */
const VOCABULARY             = { aliases: CLOUDTRAIL_ALIASES, fields: { ...finding, ...cloudtrail } };

// One value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any format.

                                                 

/** The value found at a path, as text: a text as it is, anything else as JSON. */
function showValue(segments                    , value         )         {
  if (isSecret(segments)) return HIDDEN
  // Parameters that were cut off travel as text that is no JSON any more and still name their secrets.
  return typeof value === 'string' ? hideSecrets(value) : stringifyWithoutSecrets(value)
}

exports.BARE_SEGMENT = BARE_SEGMENT;
exports.CLOUDTRAIL_VOCABULARY = CLOUDTRAIL_VOCABULARY;
exports.FINDING_VOCABULARY = FINDING_VOCABULARY;
exports.MAX_DEPTH = MAX_DEPTH$1;
exports.QUOTED_TEXT = QUOTED_TEXT;
exports.RESERVED = RESERVED;
exports.SEVERITIES = SEVERITIES;
exports.VOCABULARY = VOCABULARY;
exports.compile = compile;
exports.compileEquality = compileEquality;
exports.countSeverities = countSeverities;
exports.formatInstant = formatInstant;
exports.hasUnreadText = hasUnreadText;
exports.isCloudTrail = isCloudTrail;
exports.isObject = isObject;
exports.isOrderable = isOrderable;
exports.isSecret = isSecret;
exports.isTooDeep = isTooDeep;
exports.lookupRecord = lookupRecord;
exports.onOneLine = onOneLine;
exports.own = own;
exports.ownList = ownList;
exports.ownText = ownText;
exports.parse = parse;
exports.parseBlock = parseBlock;
exports.parsePath = parsePath;
exports.rank = rank;
exports.readBasicFinding = readBasicFinding;
exports.readEnhancedFinding = readEnhancedFinding;
exports.regionOf = regionOf;
exports.rewriteWithoutSecrets = rewriteWithoutSecrets;
exports.showValue = showValue;
exports.timeOf = timeOf;
exports.toEvent = toEvent;
exports.toInstant = toInstant;
exports.toIsoTime = toIsoTime;
exports.valuesOf = valuesOf;
