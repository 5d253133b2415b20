import assert from 'node:assert/strict';
import fc from 'fast-check';
import { graphqlFields, looksLikeGraphql } from '../../../../src/core/tool/carried/graphql.js';

const mutations = (text: string) =>
  (graphqlFields(text) ?? []).filter(({ operation }) => operation === 'mutation').map(({ name }) => name);

describe('the fields of a GraphQL document', () => {
  const rows: readonly (readonly [text: string, ...names: readonly string[]])[] = [
    ['mutation { volumeDelete(volumeId: "x") }', 'volumeDelete'],
    [
      'mutation M($id: ID!) { a: deleteApp(appId: $id) { organization { id } } b: touch { id } }',
      'deleteApp',
      'touch',
    ],
    ['query { mutation { deleteApp } }'],
    ['{ deleteApp(id: 1) { id } }'],
    ['# mutation { x }\nquery Q { viewer { login } }'],
    ['query Q { a(text: "mutation { b }") }'],
    ['mutation { ...F } fragment F on Mutation { dropTable(name: "x") }', 'dropTable'],
    ['mutation { ... on Mutation { dropTable(name: "x") } }', 'dropTable'],
    ['mutation @live(if: true) { a @skip(if: $x) b }', 'a', 'b'],
    ['query A { x } mutation B { y }', 'y'],
  ];
  for (const [text, ...names] of rows) it(text, () => assert.deepEqual(mutations(text), names));

  it('are found wherever a mutation is hidden among queries', () => {
    const name = fc
      .stringMatching(/^[a-z][A-Za-z]{2,12}$/)
      .filter((word) => !/^(?:query|mutation|subscription|fragment|on)$/.test(word));
    fc.assert(
      fc.property(name, name, fc.constantFrom(' ', '\n', ' # note\n', ','), (query, mutation, gap) => {
        const text = `query ${query} {${gap}${query}(a: "}") { id } }${gap}mutation ${gap} { ${query}: ${mutation}(x: {y: "{"}) { id } }`;
        assert.deepEqual(mutations(text), [mutation]);
      }),
    );
  });

  it('end, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.doesNotThrow(() => graphqlFields(text))));
  });

  it('are not looked for in other texts', () => {
    for (const text of ['{"query": 1}', 'DROP TABLE x', 'query for the table', 'mutation testing is good'])
      assert.equal(looksLikeGraphql(text), false, text);
  });
});
