/**
 * The IANA IPv4 and IPv6 Special-Purpose Address Registries, with multicast and the reserved block, as
 * [prefix, globally reachable]. The longest prefix decides. Forms that embed an IPv4 address are not here:
 * see `is-public-address.ts`.
 */
export const specialPurpose: readonly (readonly [prefix: string, reachable: boolean])[] = [
  ['0.0.0.0/8', false], // this network, RFC 791
  ['10.0.0.0/8', false], // private, RFC 1918
  ['100.64.0.0/10', false], // shared by carriers, RFC 6598
  ['127.0.0.0/8', false], // loopback, RFC 1122
  ['169.254.0.0/16', false], // link local, RFC 3927; metadata services of clouds
  ['172.16.0.0/12', false], // private, RFC 1918
  ['192.0.0.0/24', false], // IETF protocols, RFC 6890
  ['192.0.0.9/32', true], // Port Control Protocol anycast, RFC 7723
  ['192.0.0.10/32', true], // TURN anycast, RFC 8155
  ['192.0.2.0/24', false], // documentation, RFC 5737
  ['192.31.196.0/24', true], // AS112, RFC 7535
  ['192.52.193.0/24', true], // AMT, RFC 7450
  ['192.88.99.0/24', false], // 6to4 relays, deprecated, RFC 7526
  ['192.168.0.0/16', false], // private, RFC 1918
  ['192.175.48.0/24', true], // AS112, RFC 7534
  ['198.18.0.0/15', false], // benchmarks, RFC 2544
  ['198.51.100.0/24', false], // documentation, RFC 5737
  ['203.0.113.0/24', false], // documentation, RFC 5737
  ['224.0.0.0/4', false], // multicast, RFC 5771
  ['240.0.0.0/4', false], // reserved, RFC 1112; broadcast, RFC 919

  ['::/0', false], // what is not global unicast: unspecified, loopback, unique local, link local, multicast …
  ['2000::/3', true], // global unicast, RFC 4291
  ['2001::/23', false], // IETF protocols, RFC 2928; Teredo, RFC 4380
  ['2001:1::1/128', true], // Port Control Protocol anycast, RFC 7723
  ['2001:1::2/128', true], // TURN anycast, RFC 8155
  ['2001:1::3/128', true], // service registration anycast, RFC 9665
  ['2001:2::/48', false], // benchmarks, RFC 5180
  ['2001:3::/32', true], // AMT, RFC 7450
  ['2001:4:112::/48', true], // AS112, RFC 7535
  ['2001:10::/28', false], // ORCHID, deprecated, RFC 4843
  ['2001:20::/28', true], // ORCHIDv2, RFC 7343
  ['2001:30::/28', true], // drone identifiers, RFC 9374
  ['2001:db8::/32', false], // documentation, RFC 3849
  ['2620:4f:8000::/48', true], // AS112, RFC 7534
  ['3fff::/20', false], // documentation, RFC 9637
];
