#!/usr/bin/env -S node --max-semi-space-size=64 --enable-source-maps
// Ends with one sentence where Node.js is too old, or packages are missing. This file is read by old releases as well.
require('../preflight.cjs');
require('./run.cjs');
