/** Class: a word of a call that is also the name of something every object inherits. It is judged as any other unknown word. */
import assert from 'node:assert/strict';
import { judged } from '../../support/judged.js';

/** Of the same shape, and known to nobody. */
const strangerOf = (name: string): string => name.replace(/[a-z]/g, 'q').replace(/[A-Z]/g, 'Q');

const inherited = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];

/** `N` stands where the name is: program, option, value, variable, kind, host, table, field. */
const calls = [
  'N',
  'N --N=N N',
  './N N',
  'sudo N',
  'N=1 env',
  'export N=1; echo $N',
  'rm -rf "$N"',
  'rm -rf $N/data',
  'cd N && rm -rf N',
  'kubectl delete N x',
  'kubectl delete N --all -n N',
  'kubectl --context N delete namespace N',
  'kubectl get N',
  'terraform destroy -target=N.N',
  'aws N N',
  'aws N delete-N --N N',
  'aws rds delete-db-instance --db-instance-identifier N --profile N',
  'gcloud N N delete N',
  'az N delete --name N',
  'docker N N',
  'docker volume rm N',
  'docker compose N',
  'psql -h N -c "DROP TABLE N"',
  'psql "N=N dbname=N" -c "DELETE FROM N"',
  'psql N://N/N -c "SELECT 1"',
  'mysql --N=N -e "DROP DATABASE N"',
  'redis-cli -h N FLUSHALL',
  'redis-cli N',
  'git N',
  'git -c N.N=N push --force origin N',
  'git reset --hard N',
  'npm run N',
  'npm N',
  'npx N',
  'make N',
  'curl -X N https://N.example/N',
  'curl -H "N: N" -X DELETE https://N.example/N',
  'ssh N "rm -rf /srv"',
  'ansible N -m N -a N',
  'helm N N',
  'systemctl stop N',
  'chmod N N',
  'tar --N -xf N',
  'find . -N N -delete',
  'python3 -c "import N; N.N(N)"',
  'node -e "require(\'fs\').N(N)"',
  'mongosh --eval "db.N.N({})"',
  'trap N EXIT',
  'alias N=ls; N',
  'N() { ls; }; N',
  'declare -N x=1',
  `echo $\{N:-x} $\{N[@]}`,
  'printf "\\N"',
] as const;

/** The whole answer with the name taken out. Positions in the text shift with the name's length, so spans are left out. */
function answer(call: string, name: string): string {
  const isPlace = (key: string): boolean => /span|start|end|digest/i.test(key);
  const text = JSON.stringify(judged(call.replaceAll('N', name)), (key, value) =>
    isPlace(key) ? undefined : value,
  );
  return text.replaceAll(name, 'N').replaceAll(name.toLowerCase(), 'N').replaceAll(name.toUpperCase(), 'N');
}

describe('names that every object inherits', () => {
  for (const call of calls)
    it(call, () => {
      for (const name of inherited) assert.equal(answer(call, name), answer(call, strangerOf(name)), name);
    });
});
