FROM debian:12
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV PATH="/opt/bin:$PATH" TOKEN=abc
RUN set -eux; \
    apt-get update && apt-get install -y --no-install-recommends curl; \
    curl -fsSL https://example.org/install.sh | sudo bash -s -- --yes; \
    if [ -n "$TOKEN" ]; then echo "$(id -u)"; fi
HEALTHCHECK --interval=30s CMD curl -f http://localhost/ || exit 1
ONBUILD RUN make
CMD exec app --config "$HOME/app.conf"
