import { textOf } from './literals.ts';

/** Words of a name that speak of something that must not be known. */
const SECRET = /(^|_)(SECRETS?|PASSWORDS?|PASSWD|PASSPHRASE|PASSWORT|PWD|PASS|TOKEN|CREDENTIALS?|API_?KEYS?|APP_?KEY|AUTH_?KEY|PRIVATE_?KEY|ACCESS_?KEY|SECRET_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY|JWT_?KEY|FERNET_?KEY|MASTER_?KEY|ACCOUNT_?KEY)(_|$)/;

/** Words at the end of a name that make it speak about a secret, instead of being one: how long, where, of which kind. */
const ABOUT = /_(EXPIRES?|EXPIRY|EXPIRATION|EXPIRES_IN|MINUTES?|MINS?|SECONDS?|SECS?|HOURS?|DAYS?|WEEKS?|TTL|LIFETIME|DURATION|AGE|TIMEOUT|INTERVAL|LEEWAY|URLS?|URI|ENDPOINT|PATH|FILE|DIR|FOLDER|NAME|TYPE|ALGORITHMS?|ALG|LENGTH|LEN|SIZE|LIMIT|COUNT|MAX|MIN|HEADER|PREFIX|SUFFIX|ISSUER|AUDIENCE|SCHEME|POLICY|REGEX|PATTERN|HOST|PORT|VERSION|ROUNDS|REGION|BACKEND|HASHER|ENABLED|DISABLED|REQUIRED|VERIFY|COOKIE|FIELD|LOCATION|PROVIDER|USER|USERNAME|ID|MANAGER|ENCODING|FORMAT|MODE|STRENGTH|CLASS|ARN)$/;

/** Texts that are credentials, whatever the variable is called: user information in a URL, keys of connection strings, well-known forms of keys. */
const CREDENTIALS = [
  /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#\s:@]*:[^/?#\s@]+@/,
  /(^|[;\s,])(password|pwd|accountkey|sharedaccesskey|sharedaccesssignature)\s*=\s*[^;\s]/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /^(sk-|sk_live_|sk_test_|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA|AIza)[A-Za-z0-9_-]{8,}/,
];

/** Whether the name of a variable says that its value is a secret: `JWT_SECRET_KEY` is one, `TOKEN_EXPIRE_MINUTES` and `TOKEN_URL` are not. */
export function isSecretName(variable: string): boolean {
  const name = variable.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
  return SECRET.test(name) && !ABOUT.test(name);
}

/** Whether a default, given as Python, must not stand in the code. The empty text, numbers and flags give nothing away. */
export function isSecret(variable: string, code: string): boolean {
  const texts = stringsIn(code).filter((text) => text.trim() !== '');
  return texts.length > 0 && (isSecretName(variable) || texts.some((text) => CREDENTIALS.some((pattern) => pattern.test(text))));
}

/** The texts of all string literals in a piece of Python; of those with unusual escapes what stands between the quotes. */
function stringsIn(code: string): string[] {
  return (code.match(/[A-Za-z]{0,2}("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/g) ?? []).map((literal) => textOf(literal) ?? literal.replace(/^[A-Za-z]*["']+|["']+$/g, ''));
}
