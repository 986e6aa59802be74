// A service for the tests of the supervisor: ready at once, and ends when asked at /die.

import { createServer } from 'node:http';

console.log('here I am');
createServer((request, answer) => {
  if (request.url === '/die') {
    console.log('these are my last words');
    process.exit(3);
  }
  answer.end('ready');
}).listen(Number(process.env['PORT']), '127.0.0.1');
