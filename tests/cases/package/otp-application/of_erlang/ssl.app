{application,'ssl',[{vsn,"11.0"}]}.
