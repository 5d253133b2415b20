/** How large a policy may be. What is above is refused, not cut: a policy that is read in part is another policy. */
export const policyBounds = {
  /** UTF-16 units of the whole file. */
  text: 256 * 1024,
  /** Words, numbers and signs of JSON in it. */
  tokens: 40_000,
  /** Lists within lists; the format needs six. */
  depth: 16,
  rules: 200,
  environments: 500,
  groups: 50,
  persons: 200,
  /** Members of one list of a rule's match. */
  alternatives: 50,
  needs: 10,
  /** Persons that one need may ask for. */
  count: 20,
  name: 64,
  glob: 200,
  /** Stars in one part of a path; each more multiplies the time that a match can take. */
  stars: 4,
  message: 500,
  owner: 200,
  courier: 500,
} as const;
