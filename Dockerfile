# The packages of run time, as the lock file says.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /salon
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# The server, compiled.
FROM dependencies AS build
RUN npm ci
COPY *.ts *.cjs ./
COPY server ./server
COPY domain ./domain
COPY timing ./timing
COPY application ./application
COPY event-store ./event-store
COPY files ./files
COPY payments ./payments
COPY third-parties ./third-parties
COPY projections ./projections
COPY realtime ./realtime
COPY workers ./workers
COPY api ./api
COPY web ./web
COPY sdk ./sdk
# Not by npm: its check of packages would miss those of the tests alone.
RUN node build.cjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /salon
COPY --from=dependencies /salon/node_modules ./node_modules
COPY --from=build /salon/package.json ./
COPY --from=build /salon/dist ./dist
RUN mkdir -m 700 /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1, so that a stop signal reaches it.
ENTRYPOINT ["node", "--max-semi-space-size=64", "--enable-source-maps", "dist/main.js"]
