// A service for the tests of the supervisor: never comes up.

console.log('I lack what I need');
process.exit(4);
