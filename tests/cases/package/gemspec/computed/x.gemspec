Gem::Specification.new do |s|
  s.name = "x"
  s.version = X::VERSION
end
