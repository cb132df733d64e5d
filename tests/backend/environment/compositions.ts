import fc from 'fast-check';

const literal = fc.constantFrom('"5"', '""', '"true"', '" On "', '"a, b,,"', "'x'", '5', '0', 'True', 'False', 'None', '1.5', '"[1, 2]"', '"1,2"', 'FALLBACK', '[]', 'FALLBACK + ","');

const access = fc.oneof(
  literal.map((value) => `os.getenv("X", ${value})`),
  literal.map((value) => `environ.get("X", ${value})`),
  fc.constantFrom('os.getenv("X")', 'os.environ["X"]', 'getenv("X")'),
);

const around: readonly ((inner: string) => string)[] = [
  (inner) => `(${inner})`,
  (inner) => `${inner}.strip()`,
  (inner) => `${inner}.lower()`,
  (inner) => `${inner}.upper()`,
  (inner) => `${inner}.rstrip("/,")`,
  (inner) => `(${inner} or "5")`,
  (inner) => `(${inner} or "a,b")`,
  (inner) => `(${inner} or None)`,
  (inner) => `(${inner} or 0)`,
  (inner) => `int(${inner})`,
  (inner) => `int(${inner}, 16)`,
  (inner) => `float(${inner})`,
  (inner) => `bool(${inner})`,
  (inner) => `str(${inner})`,
  (inner) => `(${inner} == "true")`,
  (inner) => `(${inner} != "5")`,
  (inner) => `(${inner} in ("1", "true", "5", None))`,
  (inner) => `(${inner} not in ["0", "", 5])`,
  (inner) => `(${inner} is None)`,
  (inner) => `(not ${inner})`,
  (inner) => `(True if ${inner} else False)`,
  (inner) => `(False if ${inner} else True)`,
  (inner) => `${inner}.split(",")`,
  (inner) => `${inner}.split()`,
  (inner) => `[p.strip() for p in ${inner}]`,
  (inner) => `[p for p in ${inner} if p]`,
  (inner) => `[int(p) for p in ${inner} if p.strip()]`,
  (inner) => `{p.lower() for p in ${inner}}`,
  (inner) => `tuple(p.strip() for p in ${inner} if p.strip())`,
  (inner) => `list(map(str.strip, ${inner}))`,
  (inner) => `list(filter(None, ${inner}))`,
  (inner) => `tuple(${inner})`,
  (inner) => `set(${inner})`,
  (inner) => `json.loads(${inner})`,
  (inner) => `Path(${inner})`,
  (inner) => `(${inner} if os.getenv("X") else None)`,
  (inner) => `(${inner} if "X" in os.environ else "5")`,
  (inner) => `(None if not os.getenv("X", "").strip() else ${inner})`,
  (inner) => `([] if os.getenv("X") is None else ${inner})`,
];

/** Expressions that read the variable X in any combination of what is known and what is not; some make no sense, and raise. */
export const compositions: fc.Arbitrary<string> = fc
  .tuple(access, fc.array(fc.constantFrom(...around), { maxLength: 5 }))
  .map(([start, layers]) => layers.reduce((inner, layer) => layer(inner), start));
