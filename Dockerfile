# The workbench as one image: `serve` in any role, `migrate`, and every other command. See docs/operate/docker.md.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --ignore-scripts && node tools/build.mjs server web

# What runs needs only the server's own packages. Not as root, and with one start on trial: it proves that the packages are enough,
# and leaves the links that the embedded database wants beside its libraries, which a read-only image could not make later.
FROM node:24-bookworm-slim AS packages
RUN install -d -o node -g node /app
USER node
WORKDIR /app
COPY --chown=node:node package.json package-lock.json .npmrc ./
COPY --chown=node:node apps/sandbox/package.json apps/sandbox/
COPY --chown=node:node apps/server/package.json apps/server/
COPY --chown=node:node apps/web/package.json apps/web/
COPY --chown=node:node packages/channels/package.json packages/channels/
COPY --chown=node:node packages/contract/package.json packages/contract/
COPY --chown=node:node packages/rules/package.json packages/rules/
RUN npm ci --ignore-scripts --omit=dev --workspace apps/server && rm -rf node_modules/@tradewind
COPY --from=build --chown=node:node /app/apps/server/dist apps/server/dist/
COPY --chown=node:node apps/server/migrations apps/server/migrations/
RUN DATA_DIR=/tmp/trial node apps/server/dist/main.js migrate && rm -rf /tmp/trial

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4310 DATA_DIR=/data
WORKDIR /app
COPY --from=packages --chown=root:root /app ./
COPY --from=build /app/apps/web/dist apps/web/dist/
COPY LICENSE ./
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 4310
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "apps/server/dist/main.js"]
CMD ["serve"]
