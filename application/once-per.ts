/**
 * Makes a value for whatever object asks, once, and keeps it as long as that object: what a process remembers for a core, so that two cores in one
 * process stay apart.
 */
export function oncePer<Key extends object, Value extends object>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
