FROM alpine:3.20
RUN <<EOF
apk add --no-cache curl
curl -o /x https://example.org/x
EOF
COPY <<-"CONF" /etc/app.conf
	user=$USER
	CONF
ADD https://example.org/a.tar.gz /a/
