import type { Refusal } from '../languages/idioms/attempt.ts';
import { sensitivity } from '../semconv/sensitive.ts';

/** What ends a name with a dot before it, as the conventions have it: `tenant.id`. */
const properties = new Set(['id', 'name', 'plan', 'region', 'role', 'tier', 'type', 'version']);

/**
 * The key for a variable, the same in every language: `tenant_id` and `tenantId` are `tenant.id`. Refused for names
 * that look like secrets or personal data, since baggage goes along with every request, to whoever it is for.
 */
export function baggageKey(name: string, origin = ''): string | Refusal {
  const word = [name, origin].find((one) => sensitivity(one) !== undefined);
  if (word !== undefined) {
    return {
      refusal: `\`${word}\` looks like ${sensitivity(word)!}, and baggage goes along with every request, also to others: it stays out.`,
    };
  }
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/_+/)
    .filter(Boolean);
  if (!/^[a-z][a-z\d_]*$/.test(words.join('_'))) {
    return { refusal: `\`${name}\` is no key for baggage, which is of ASCII letters: name the variable so.` };
  }
  const last = words.length > 1 && properties.has(words.at(-1)!) ? words.pop() : undefined;
  return words.join('_') + (last === undefined ? '' : `.${last}`);
}
