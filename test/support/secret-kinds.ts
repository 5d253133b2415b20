import * as fc from 'fast-check';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const digit = '0123456789';
const alphanumeric = `${upper}${lower}${digit}`;

function run(characters: string, length: number, most = length): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...characters), { minLength: length, maxLength: most })
    .map((all) => all.join(''));
}

function beginning(begins: string, characters: string, length: number, most = length): fc.Arbitrary<string> {
  return run(characters, length - 2, most - 2).map((rest) => `${begins}7${rest}Q`);
}

function json64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Keys that say themselves what they are. */
export const knownKinds: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'JSON web token': run(alphanumeric, 43).map(
    (end) => `${json64({ alg: 'HS256', typ: 'JWT' })}.${json64({ sub: '1234567890', admin: true })}.${end}`,
  ),
  'AWS access key': run(`${upper}234567`, 16).map((end) => `AKIA${end}`),
  'GitHub token': beginning('ghp_', alphanumeric, 36),
  'GitHub fine-grained token': beginning('github_pat_', `${alphanumeric}_`, 82),
  'GitLab token': beginning('glpat-', `${alphanumeric}-_`, 20),
  'Slack bot token': beginning('xoxb-', `${alphanumeric}-`, 40),
  'Stripe key': beginning('sk_live_', alphanumeric, 24, 99),
  'Stripe restricted key': beginning('rk_test_', alphanumeric, 24),
  'npm token': beginning('npm_', alphanumeric, 36),
  'PyPI token': beginning('pypi-AgEIcHlwaS5vcmc', `${alphanumeric}-_`, 70),
  'OpenAI key': beginning('sk-proj-', `${alphanumeric}-_`, 48),
  'Anthropic key': beginning('sk-ant-api03-', `${alphanumeric}-_`, 93),
  'Google key': beginning('AIza', `${alphanumeric}-_`, 35),
  'SendGrid key': fc
    .tuple(run(alphanumeric, 22), run(alphanumeric, 43))
    .map(([id, key]) => `SG.7${id.slice(1)}.${key}`),
  'Shopify token': beginning('shpat_', `${digit}abcdef`, 32),
  'Hugging Face token': beginning('hf_', alphanumeric, 34),
  'DigitalOcean token': beginning('dop_v1_', `${digit}abcdef`, 64),
  'Vault token': beginning('hvs.', `${alphanumeric}-_`, 90),
  'Linear key': beginning('lin_api_', alphanumeric, 40),
  'Docker token': beginning('dckr_pat_', `${alphanumeric}-_`, 27),
  'Databricks token': run(`${digit}abcdef`, 32)
    .map((end) => `dapi${end}`)
    .filter((one) => /\d/.test(one.slice(4))),
  'age key': beginning('AGE-SECRET-KEY-1', `${upper}${digit}`, 58),
  'AWS secret key': run(`${alphanumeric}`, 38).map((end) => `w7J${end}k`),
};

/** Words that a person chose: only the name beside them tells. */
export const chosen = fc.stringMatching(/^[A-Za-z][a-z]{3,8}[0-9]{2,4}[A-Za-z]{2,6}$/);

/** Keys without a beginning, in hexadecimal digits. */
export const hexadecimal = run(`${digit}abcdef`, 32, 64);

/** A text that holds a secret, by what carries it. */
export const carriers: Readonly<Record<string, (secret: string) => string>> = {
  'an assignment before a command': (secret) => `DB_PASS=${secret} ./migrate.sh --all`,
  'an exported variable': (secret) => `export STRIPE_API_KEY="${secret}"; node charge.js`,
  'a variable of PowerShell': (secret) => `$env:SERVICE_TOKEN = '${secret}'`,
  'an option': (secret) => `deploy --token ${secret} --region eu-west-1`,
  'an option with a sign': (secret) => `deploy --client-secret='${secret}'`,
  'a header': (secret) => `curl -H 'X-Api-Key: ${secret}' https://api.prod.example/v1`,
  'a bearer': (secret) => `curl -H "Authorization: Bearer ${secret}" https://api.prod.example`,
  'a header of GitLab': (secret) => `curl --header "PRIVATE-TOKEN: ${secret}" https://gitlab.example`,
  'an address': (secret) => `psql postgres://app:${secret}@db.prod.example:5432/orders`,
  'a parameter': (secret) => `curl 'https://api.example/v1?user=7&access_token=${secret}&page=2'`,
  'a body': (secret) => `curl -d '{"user":"app","password":"${secret}","role":"admin"}' https://x.example`,
  'an escaped body': (secret) =>
    `curl -d "{\\"user\\":\\"app\\",\\"api_key\\":\\"${secret}\\"}" https://x.example`,
  'a here-document of SQL': (secret) => `psql <<'SQL'\nALTER USER app WITH PASSWORD '${secret}';\nSQL`,
  'a here-document of settings': (secret) => `cat > .env <<EOF\nNAME=app\nDB_PASSWORD=${secret}\nEOF`,
  'a here-document read by a login': (secret) =>
    `docker login -u app --password-stdin registry.example <<EOF\n${secret}\nEOF`,
  'a here-document of YAML': (secret) =>
    `kubectl apply -f - <<EOF\napiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  anything: ${secret}\nEOF`,
  'a pipe': (secret) => `echo ${secret} | docker login -u app --password-stdin registry.example`,
  'a here-string': (secret) => `sudo -S systemctl restart app <<< "${secret}"`,
  'a nested shell': (secret) => `ssh prod 'mysql -uroot -p${secret} orders < dump.sql'`,
  'a nested shell in quotes': (secret) => `bash -c "PGPASSWORD='${secret}' psql -h db.prod"`,
  "a database's option": (secret) => `mysqldump -u root -p'${secret}' orders`,
  'a cache': (secret) => `redis-cli -h prod -a ${secret} FLUSHALL`,
  'basic authentication': (secret) => `curl -u admin:${secret} https://x.example`,
  'a store of secrets': (secret) => `kubectl create secret generic db --from-literal=value=${secret}`,
  'a vault': (secret) => `vault kv put secret/db anything=${secret}`,
  'a manifest of variables': (secret) => `env:\n  - name: DB_PASSWORD\n    value: "${secret}"\n`,
  'a connection string': (secret) => `dotnet run "Server=db;User=app;Password=${secret};Database=orders"`,
  'an account key': (secret) =>
    `az storage blob list --connection-string "AccountName=prod;AccountKey=${secret};EndpointSuffix=core.windows.net"`,
  'a property': (secret) => `spring.datasource.password=${secret}\nspring.datasource.username=app\n`,
  TOML: (secret) => `[db]\npassword = "${secret}"\n`,
  XML: (secret) => `<server><username>app</username><password>${secret}</password></server>`,
  'a call': (secret) => `client.setProperty("password", "${secret}");`,
  '.netrc': (secret) => `echo "machine api.example login app password ${secret}" >> ~/.netrc`,
  '.npmrc': (secret) => `//packages.example/:_authToken=${secret}\n`,
  'a cookie': (secret) => `curl -H "Cookie: session=${secret}; theme=dark" https://x.example`,
};

/** Where nothing but the key itself stands. */
export const bareCarriers: Readonly<Record<string, (secret: string) => string>> = {
  'a word': (secret) => `publish ${secret} now`,
  'an address without a user': (secret) => `git push https://${secret}@github.com/a/b`,
  'an argument of a program': (secret) => `python -c "client.connect('${secret}')"`,
  'a list': (secret) => `["a", "${secret}", "b"]`,
};
