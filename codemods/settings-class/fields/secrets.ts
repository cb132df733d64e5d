import { holdsCredentials, isSecretName } from '#pystd';
import { textOf } from './literals.ts';

/** Whether a default, given as Python, must not stand in the code. The empty text, numbers and flags give nothing away. */
export function isSecret(variable: string, code: string): boolean {
  const texts = stringsIn(code).filter((text) => text.trim() !== '');
  return texts.length > 0 && (isSecretName(variable) || texts.some(holdsCredentials));
}

/** The texts of all string literals in a piece of Python; of those with unusual escapes what stands between the quotes. */
function stringsIn(code: string): string[] {
  return (code.match(/[A-Za-z]{0,2}("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/g) ?? []).map((literal) => textOf(literal) ?? literal.replace(/^[A-Za-z]*["']+|["']+$/g, ''));
}
