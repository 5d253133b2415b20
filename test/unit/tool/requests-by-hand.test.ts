import assert from 'node:assert/strict';
import { requestsIn } from '../../../src/core/tool/carried/request-text.js';
import { asks } from '../../support/judged.js';
import { itWeighs, weighed } from '../../support/weighed.js';

/** How the text of a request comes to a server: `@` is the text in quotes of the shell, with its line ends written out. */
const carriers: readonly string[] = [
  'printf @ | nc es.acme.io 9200',
  'echo -e @ | ncat es.acme.io 9200',
  'echo @ | netcat es.acme.io 9200',
  'printf @ | socat - TCP:es.acme.io:9200',
  'printf @ | socat - OPENSSL:es.acme.io:443',
  'printf @ | openssl s_client -quiet -connect es.acme.io:443',
  'nc es.acme.io 9200 <<< $@',
  'telnet es.acme.io 9200 <<< $@',
  'ncat --ssl es.acme.io 443 <<< $@',
  'printf @ > /dev/tcp/es.acme.io/9200',
  'exec 3<>/dev/tcp/es.acme.io/9200; printf @ >&3; cat <&3',
  'exec 5<>/dev/tcp/es.acme.io/9200 && echo -e @ >&5',
  '{ printf @; sleep 1; } | nc es.acme.io 9200',
  'T=@; printf "$T" | nc es.acme.io 9200',
];

const texts: readonly (readonly [dangerous: string, harmless: string])[] = [
  [
    'DELETE /orders HTTP/1.1\\r\\nHost: es.acme.io\\r\\n\\r\\n',
    'GET /orders HTTP/1.1\\r\\nHost: es.acme.io\\r\\n\\r\\n',
  ],
  ['POST /orders/_delete_by_query HTTP/1.1\\r\\n\\r\\n{}', 'POST /orders/_search HTTP/1.1\\r\\n\\r\\n{}'],
  [
    'POST /graphql HTTP/1.1\\r\\nHost: api.acme.io\\r\\n\\r\\n{"query":"mutation { deleteApp(id: 1) }"}',
    'POST /graphql HTTP/1.1\\r\\nHost: api.acme.io\\r\\n\\r\\n{"query":"query { apps { id } }"}',
  ],
  [
    'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\nDELETE /orders HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n',
    'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\nGET /orders HTTP/1.1\\r\\n\\r\\n',
  ],
];

describe('a request that is written by hand', () => {
  for (const carrier of carriers)
    it(`is read: ${carrier}`, () => {
      for (const [index, pair] of texts.entries()) {
        // A second request begins behind the body of the first only where that has one.
        if (index === 3) continue;
        const [dangerous, harmless] = pair.map((text) => carrier.replace('@', () => `'${text}'`));
        assert.ok(asks(weighed(dangerous ?? '')), dangerous);
        assert.ok(!asks(weighed(harmless ?? '')), harmless);
      }
    });

  it('is taken apart as it goes over the line', () => {
    const [first, ...rest] = requestsIn('POST /a?b=1 HTTP/1.1\r\nHost: x\r\nX-Y: z\r\n\r\n{"a":\r\n1}');
    assert.deepEqual(
      [first, rest],
      [{ method: 'POST', path: '/a?b=1', headers: ['Host: x', 'X-Y: z'], body: '{"a":\n1}' }, []],
    );
    assert.deepEqual(requestsIn('delete / and more\nPUT it there'), []);
    assert.equal(requestsIn('DELETE /x\n'.repeat(400)).length, 400);
  });
});

describe('requests of every library', () => {
  itWeighs({
    Python: [
      [
        'ask',
        `python3 -c "import http.client; c=http.client.HTTPSConnection('api.acme.io'); c.request('DELETE','/v1/orders')"`,
      ],
      [
        'quiet',
        `python3 -c "import http.client; c=http.client.HTTPSConnection('api.acme.io'); c.request('GET','/v1/orders')"`,
      ],
      [
        'ask',
        `python3 -c "import urllib.request as u; u.urlopen(u.Request('https://api.acme.io/v1/orders', method='DELETE'))"`,
      ],
      [
        'quiet',
        `python3 -c "import urllib.request as u; u.urlopen(u.Request('https://api.acme.io/v1/orders', headers={'A':'b'}))"`,
      ],
      [
        'ask',
        `python3 -c "import urllib.request as u; r=u.Request('https://api.acme.io/v1/orders'); r.get_method=lambda: 'DELETE'; u.urlopen(r)"`,
      ],
      [
        'quiet',
        `python3 -c "import urllib.request as u; r=u.Request('https://api.acme.io/v1/orders'); r.get_method=lambda: 'HEAD'; u.urlopen(r)"`,
      ],
      [
        'ask',
        `python3 -c "import socket; s=socket.create_connection(('es.acme.io',9200)); s.sendall(b'DELETE /orders HTTP/1.1\\r\\n\\r\\n')"`,
      ],
      [
        'quiet',
        `python3 -c "import socket; s=socket.create_connection(('es.acme.io',9200)); s.sendall(b'GET / HTTP/1.1\\r\\n\\r\\n')"`,
      ],
      [
        'ceremony',
        `python3 -c "import socket; s=socket.create_connection(('r.acme.io',6379)); s.sendall(b'FLUSHALL\\r\\n')"`,
      ],
    ],
    JavaScript: [
      [
        'ask',
        `node -e "require('https').request({host:'api.acme.io',path:'/v1/orders',method:'DELETE'}).end()"`,
      ],
      [
        'ask',
        `node -e "const h=require('node:https'); h.request('https://api.acme.io/v1/orders',{method:'DELETE'}).end()"`,
      ],
      [
        'ask',
        `node -e "const o={hostname:'api.acme.io',path:'/v1/x',method:'DELETE'}; require('http').request(o,r=>{}).end()"`,
      ],
      [
        'quiet',
        `node -e "require('https').request({host:'api.acme.io',path:'/v1/orders',method:'GET'}).end()"`,
      ],
      ['quiet', `node -e "require('https').get('https://api.acme.io/v1/orders', r=>r.pipe(process.stdout))"`],
      [
        'quiet',
        `node -e "require('http').createServer((req,res)=>{ if (req.method==='DELETE') res.end() }).listen(3000)"`,
      ],
      [
        'ask',
        `node -e "require('net').connect(9200,'es.acme.io').write('DELETE /orders HTTP/1.1\\r\\n\\r\\n')"`,
      ],
    ],
    PHP: [
      [
        'ask',
        `php -r 'file_get_contents("https://api.acme.io/v1/o", false, stream_context_create(["http"=>["method"=>"DELETE"]]));'`,
      ],
      [
        'quiet',
        `php -r 'echo file_get_contents("https://api.acme.io/v1/o", false, stream_context_create(["http"=>["method"=>"GET"]]));'`,
      ],
    ],
    Perl: [
      ['ask', `perl -MLWP::UserAgent -e 'LWP::UserAgent->new->delete("https://api.acme.io/v1/orders")'`],
      [
        'ask',
        `perl -MLWP::UserAgent -e 'LWP::UserAgent->new->request(HTTP::Request->new(DELETE => "https://api.acme.io/v1/orders"))'`,
      ],
      ['ask', `perl -MHTTP::Tiny -e 'HTTP::Tiny->new->request("DELETE", "https://api.acme.io/v1/orders")'`],
      [
        'ask',
        `perl -MHTTP::Request::Common -e 'LWP::UserAgent->new->request(DELETE "https://api.acme.io/v1/orders")'`,
      ],
      [
        'quiet',
        `perl -MHTTP::Tiny -e 'print HTTP::Tiny->new->get("https://api.acme.io/v1/orders")->{content}'`,
      ],
      ['quiet', `perl -e 'my %h=(a=>1); delete $h{a}; print keys %h'`],
      ['quiet', `perl -e 'print "see https://api.acme.io/delete"'`],
    ],
    Ruby: [
      ['ask', `ruby -rnet/http -e 'Net::HTTP.new("api.acme.io",443).send_request("DELETE","/v1/o")'`],
      ['ask', `ruby -rnet/http -e 'Net::HTTP.start("api.acme.io"){|h| h.delete("/v1/o")}'`],
      ['quiet', `ruby -rnet/http -e 'puts Net::HTTP.get(URI("https://api.acme.io/v1/o"))'`],
      [
        'quiet',
        `ruby -rnet/http -e 'h={}; h.delete("/v1/o"); puts Net::HTTP.get(URI("https://api.acme.io/v1/o"))'`,
      ],
    ],
    'languages without a grammar': [
      ['ask', `elixir -e 'HTTPoison.delete!("https://api.acme.io/v1/orders")'`],
      ['ask', `Rscript -e 'httr::DELETE("https://api.acme.io/v1/orders")'`],
      ['quiet', `Rscript -e 'httr::GET("https://api.acme.io/v1/orders")'`],
    ],
    'a method that is meant': [
      ['ask', `curl -X POST -H 'X-HTTP-Method-Override: DELETE' https://api.acme.io/v1/orders`],
      ['ask', `curl -H 'X-HTTP-Method: delete' -d '' https://api.acme.io/v1/orders`],
      ['ask', `curl -d '_method=DELETE' https://api.acme.io/v1/orders`],
      ['ask', `curl --json '{"_method":"delete"}' https://api.acme.io/v1/orders`],
      ['ask', 'http POST https://api.acme.io/v1/orders X-HTTP-Method-Override:DELETE'],
      ['quiet', `curl -H 'X-HTTP-Method-Override: PATCH' -d a=1 https://api.acme.io/v1/orders/1`],
      ['quiet', `curl -d 'payment_method=DELETED' https://api.acme.io/v1/orders`],
      ['quiet', `curl -H 'X-HTTP-Method-Override: GET' -d '{"q":1}' https://api.acme.io/v1/search`],
    ],
    "curl's own variables": [
      ['ask', `curl --variable m=DELETE --expand-request '{{m}}' https://api.acme.io/v1/orders`],
      ['ask', `curl --variable p=orders -X DELETE --expand-url 'https://api.acme.io/v1/{{p}}'`],
      [
        'ceremony',
        `curl --variable q='mutation { volumeDelete(id:"1") }' --expand-json '{"query":"{{q:json}}"}' https://api.acme.io/graphql`,
      ],
      [
        'quiet',
        `curl --variable q='query { volumes { id } }' --expand-json '{"query":"{{q:json}}"}' https://api.acme.io/graphql`,
      ],
      ['quiet', `curl --variable p=orders --expand-url 'https://api.acme.io/v1/{{p}}'`],
    ],
    'connections that say nothing': [
      ['quiet', 'echo > /dev/tcp/es.acme.io/9200 && echo open'],
      ['quiet', 'nc -zv es.acme.io 9200'],
      ['quiet', 'echo | openssl s_client -connect es.acme.io:443 -showcerts'],
      ['quiet', 'openssl x509 -in cert.pem -noout -text'],
      ['quiet', 'echo PING | nc redis.acme.io 6379'],
      ['ceremony', 'echo "DEL session:1" | nc redis.acme.io 6379'],
      ['ceremony', 'echo FLUSHALL > /dev/tcp/redis.acme.io/6379'],
      ['quiet', 'echo "delete old notes" | nc chat.acme.io 7000'],
    ],
  });
});
