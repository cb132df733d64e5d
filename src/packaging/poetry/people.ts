/** An author or maintainer as `[project]` says it (PEP 621). */
export type Person = { readonly name: string; readonly email: string } | { readonly name: string } | { readonly email: string };

/** Reads `Name <mail>`, `Name` or `<mail>`. What cannot be told apart is a name. */
export function readPerson(text: string): Person | undefined {
  const trimmed = text.trim();
  const parts = /^(?<name>.*?)\s*<(?<email>[^<>]*)>$/su.exec(trimmed)?.groups;
  const name = (parts?.['name'] ?? trimmed).replace(/\s+/g, ' ').trim();
  const email = parts?.['email']?.trim() ?? '';
  const isEmail = /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+$/.test(email);
  if (name !== '' && isEmail) return { name, email };
  if (isEmail) return { email };
  if (name !== '' && email === '') return { name };
  return trimmed === '' || trimmed === '<>' ? undefined : { name: trimmed.replace(/\s+/g, ' ') };
}
