#!/usr/bin/env node
// The first program that runs on a fresh clone: it installs and builds what is missing, says so, and hands over.
// Nothing is installed yet when it starts, so it and everything under launch/ use Node's built-ins only. This file
// must also be readable by an old Node, which could otherwise not say what it lacks: no top-level await, no static import.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Tradewind needs Node 20.19 or newer; this is ${process.version} (${process.execPath}).`);
  process.exit(1);
}

import('./launch/commands.mjs').then(({ launch }) => launch(process.argv.slice(2)));
