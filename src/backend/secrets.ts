/**
 * What must not stand in a repository: one definition for everybody who reads settings, moves values or writes examples. Names and texts
 * only; what a field's type says (`SecretStr`, or a number that can be no secret) is the caller's to know.
 */

/** Words that make a name one of a secret, as runs of words joined by `_`. */
const SECRET = [
  'SECRETS?', 'PASSWORDS?', 'PASSWD', 'PASSWRD', 'PASSPHRASE', 'PASSCODE', 'PASS', 'PWD', 'TOKENS?', 'CREDENTIALS?', 'CREDS?', 'API_?KEYS?', 'APP_KEY', 'APIKEYS?', 'AUTH_KEYS?', 'ACCESS_KEYS?', 'PRIVATE_KEYS?',
  'ENCRYPTION_KEYS?', 'ENCRYPT_KEY', 'SIGNING_KEYS?', 'SIGNATURE_KEY', 'MASTER_KEY', 'FERNET_KEYS?', 'LICENSE_KEY', 'ACCOUNT_KEY', 'SERVICE_KEY', 'SERVICE_ROLE_KEY', 'ANON_KEY', 'JWT_KEY', 'HMAC_KEY', 'AES_KEY',
  'RSA_KEY', 'SALT', 'PEPPER', 'SENTRY_DSN', 'CONNECTION_STRING', 'CONN_STR(?:ING)?', 'WEBHOOK_URL',
];
const NAMES_A_SECRET = new RegExp(`(?:^|_)(?:${SECRET.join('|')})(?:_|\\d|$)`);

/** Last words of names that speak of a secret without being one: how long a token lives, where a password is kept, whether one is asked for. */
const ABOUT = [
  'EXPIRES?', 'EXPIRED', 'EXPIRY', 'EXPIRES?_(?:IN|AT|AFTER)', 'EXPIRATION', 'EXP', 'MS', 'SEC', 'SECS', 'SECONDS?', 'MINS?', 'MINUTES?', 'HOURS?', 'DAYS?', 'WEEKS?', 'TIME', 'TTL', 'LIFETIME', 'LIFESPAN', 'DURATION', 'VALIDITY',
  'AGE', 'LEEWAY', 'TIMEOUT', 'LENGTH', 'LEN', 'SIZE', 'BYTES', 'COUNT', 'LIMIT', 'ROUNDS', 'SCHEMES?', 'ALGORITHMS?', 'ALG', 'ALGO', 'TYPE', 'HEADER', 'HEADER_NAME', 'COOKIE', 'COOKIE_NAME', 'NAME', 'PREFIX', 'SUFFIX', 'LOCATION', 'ISSUER',
  'AUDIENCE', 'AUD', 'SCOPES?', 'URL', 'URI', 'ENDPOINT', 'PATH', 'FILE', 'FILENAME', 'DIR', 'FOLDER', 'REGION', 'ARN', 'PROVIDER', 'BACKEND', 'MANAGER', 'ENABLED', 'DISABLED', 'REQUIRED', 'POLICY', 'REGEX', 'PATTERN', 'FORMAT', 'ENCODING',
  'VERSION', 'INTERVAL', 'RATE', 'QUOTA', 'BUDGET', 'USAGE', 'TEMPLATE', 'SUBJECT', 'ENV', 'MODE', 'EXCLUDE', 'INCLUDE', 'PATHS', 'WHITELIST', 'ALLOWLIST',
];
const SPEAKS_OF_ONE = new RegExp(`_(?:${ABOUT.join('|')})$`);

/** Tokens of language models and of rate limits are counted, not kept. */
const COUNTS_TOKENS = /(?:^|_)(?:MAX|MIN|NUM|N|INPUT|OUTPUT|PROMPT|CONTEXT|CHUNK|TOTAL|PER)(?:_\w+)?_TOKENS$|(?:^|_)TOKENS_PER_/;

/**
 * Whether a variable or field of this name holds a secret: `SECRET_KEY`, `dbPassword`, `STRIPE_API_KEY`, `GITHUB_TOKEN_2`. Names that only speak
 * of one do not: `ACCESS_TOKEN_EXPIRE_MINUTES`, `PASSWORD_MIN_LENGTH`, `TOKEN_URL`, `POSTGRES_PASSWORD_FILE`, `MAX_TOKENS`.
 */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/[^A-Za-z\d]+/g, '_').toUpperCase();
  return NAMES_A_SECRET.test(words) && (!SPEAKS_OF_ONE.test(words) || /(?:^|_)WEBHOOK_URL$/.test(words)) && !COUNTS_TOKENS.test(words);
}

/** The user info of a URL: before the last `@` in front of the first `/`, `?` or `#`. A password may itself hold `@`. */
const USER_INFO = /([A-Za-z][A-Za-z\d+.-]*:\/\/)([^/?#\s'"<>,]+)@/g;
const PASSWORD_WORD = /(?:^|[\s;?&])((?:password|passwd|pwd|secret|token|api_?key|access_?key|accountkey|sharedaccesskey|sig(?:nature)?)=)([^\s;&'"]+)/gi;
/** What stands where a value goes: `${PASSWORD}`, `{password}`, `<password>`, `$PASSWORD`, `%s`, `***`, `xxx`. */
const STANDS_FOR_A_VALUE = /^(?:\$\{[^}]*\}|\{[^}]*\}|<[^>]*>|\$\w+|%\(\w+\)s|%s|\*+|x{3,}|\.{3}|change-?me)$/i;
/** Shapes that services give to their keys and tokens, and the heads of private keys. */
const SHAPES = /\b(?:AKIA|ASIA)[A-Z\d]{16}\b|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\b(?:sk|rk)_live_\w{10,}|\bsk-(?:proj-|ant-)?[\w-]{20,}|\bxox[abprs]-[\w-]{10,}|\bAIza[\w-]{30,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY|\bhooks\.slack\.com\/services\/\w/;

/**
 * Whether a text has something in it that signs in: a URL with a password (`postgresql://shop:pw@db/shop`; over HTTP a user alone is a key, as in
 * Sentry's addresses), `password=…` in a connection string, or a token in the shape of a known service. A place to fill in is none:
 * `postgresql://${USER}:${PASSWORD}@db/shop`.
 */
export function holdsCredentials(text: string): boolean {
  return SHAPES.test(text) || withoutCredentials(text, '') !== text;
}

/** A text with `placeholder` for each password in its URLs and connection strings; user names, hosts and the rest stay. */
export function withoutCredentials(text: string, placeholder: string): string {
  const open = text.replace(USER_INFO, (whole, scheme: string, info: string) => {
    const at = info.indexOf(':');
    const secret = at < 0 ? info : info.slice(at + 1);
    if (secret === '' || STANDS_FOR_A_VALUE.test(secret) || (at < 0 && !/^https?:/i.test(scheme))) return whole;
    return `${scheme}${at < 0 ? '' : info.slice(0, at + 1)}${placeholder}@`;
  });
  return open.replace(PASSWORD_WORD, (whole, _key: string, value: string) => (STANDS_FOR_A_VALUE.test(value) ? whole : whole.slice(0, whole.length - value.length) + placeholder));
}
