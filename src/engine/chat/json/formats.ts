const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = `(?:${OCTET}\\.){3}${OCTET}`;
const HEX = '[0-9a-fA-F]';
const GROUP = `${HEX}{1,4}`;
const LEAP_YEAR = '(?:[1-9]\\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)';
const DAY =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))';
const DATE = `(?:[1-9]\\d{3}-${DAY}|${LEAP_YEAR}-02-29)`;
const TIME =
  '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';
const LABEL = '[a-zA-Z0-9]{1,20}(?:-[a-zA-Z0-9]{1,20}){0,2}';
const DOMAIN = `${LABEL}(?:\\.${LABEL}){0,2}\\.[a-zA-Z]{2,24}`;
const ATOM = '[a-zA-Z0-9_+-]{1,30}';
const PATH = "[a-zA-Z0-9._~!$&'()*+,;=:@-]";
const UUID = `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`;
const AUTHORITY_URI = `[a-z][a-z0-9+.-]{0,15}://${DOMAIN}(?::[1-9]\\d{0,3})?(?:(?:/${PATH}*)+(?:\\?${PATH}*)?(?:#${PATH}*)?)?`;
const MAILTO = `(?:mailto:${ATOM}(?:\\.${ATOM}){0,3}@${DOMAIN}|urn:[a-z][a-z0-9-]{1,20}:[a-zA-Z0-9.:_-]+)`;
const POINTER = '(?:/(?:[^~/\\u0000-\\u001f]|~[01])*)*';

/**
 * Formats of strings as patterns. Each covers strings every validator accepts, possibly fewer than
 * the standard: only plain mail addresses, for instance.
 */
export const STRING_FORMATS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    date: DATE,
    time: TIME,
    'date-time': `${DATE}T${TIME}`,
    duration:
      'P(?:[1-9]\\d{0,5}W|(?:[1-9]\\d{0,3}Y)?(?:[1-9]\\d{0,3}M)?[1-9]\\d{0,3}D(?:T[1-9]\\d{0,3}H)?|T(?:[1-9]\\d{0,3}H)?[1-9]\\d{0,3}M|T[1-9]\\d{0,5}S)',
    email: `${ATOM}(?:\\.${ATOM}){0,3}@${DOMAIN}`,
    'idn-email': `${ATOM}(?:\\.${ATOM}){0,3}@${DOMAIN}`,
    hostname: DOMAIN,
    'idn-hostname': DOMAIN,
    ipv4: IPV4,
    ipv6: `(?:(?:${GROUP}:){7}${GROUP}|(?:${GROUP}:){1,6}:${GROUP}|::${GROUP}|::)`,
    uuid: UUID,
    uri: `(?:${AUTHORITY_URI}|${MAILTO})`,
    iri: `(?:${AUTHORITY_URI}|${MAILTO})`,
    url: `https?://${DOMAIN}(?:(?:/${PATH}*)+(?:\\?${PATH}*)?)?`,
    'uri-reference': `(?:${AUTHORITY_URI}|(?:/${PATH}+)+)`,
    'iri-reference': `(?:${AUTHORITY_URI}|(?:/${PATH}+)+)`,
    'json-pointer': POINTER,
    byte: '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?',
  }).map(([name, pattern]) => [name, `^(?:${pattern})$`]),
);

/** Formats of numbers, as OpenAPI has them: bounds of whole numbers, or no more than a hint. */
export const NUMBER_FORMATS: ReadonlyMap<string, { min: number; max: number } | undefined> =
  new Map([
    ['int32', { min: -(2 ** 31), max: 2 ** 31 - 1 }],
    ['int64', { min: -(2 ** 63), max: 2 ** 63 - 1024 }],
    ['float', undefined],
    ['double', undefined],
  ]);

/** They affect how a string is displayed, not what it contains. */
export const SHOWN_FORMATS: ReadonlySet<string> = new Set([
  'password',
  'binary',
  'textarea',
  'color',
]);
