/** What differs between two manifests, value by value. */

export interface ManifestChange {
  /** `training.instance`; a name with a dot stands as it is. */
  path: string;
  /** JSON of the value; absent: it was not there, or is no more. */
  before?: string;
  after?: string;
}

/** In the order of the newer manifest, then what it lacks. Lists are one value. */
export function manifestChanges(before: unknown, after: unknown): ManifestChange[] {
  const [was, is] = [leaves(before), leaves(after)];
  const changed = [...is].flatMap(([path, value]): ManifestChange[] => {
    const old = was.get(path);
    return old === value ? [] : [{ path, ...(old === undefined ? {} : { before: old }), after: value }];
  });
  const gone = [...was].filter(([path]) => !is.has(path)).map(([path, value]) => ({ path, before: value }));
  return [...changed, ...gone];
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    for (const [key, child] of entries) leaves(child, path === '' ? key : `${path}.${key}`, found);
    // An empty object at the top of nothing says nothing.
    if (entries.length === 0 && path !== '') found.set(path, '{}');
  } else if (value !== undefined) found.set(path, JSON.stringify(value));
  return found;
}
